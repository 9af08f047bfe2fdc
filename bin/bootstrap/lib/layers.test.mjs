import { expect, test } from "vitest";
import { violationsInText as houseViolations } from "./house-rules.mjs";
import { layerViolations, levelsOf, violationsInText } from "./layers.mjs";

const agent = levelsOf("apps/agent/src");
const shared = levelsOf("packages/shared/src");
const web = levelsOf("apps/web/src");

test.each([
  [agent, "apps/agent/src/core/vrrp/step.ts", 'import { now } from "../../io/clock.ts";'],
  [agent, "apps/agent/src/core/vrrp/step.ts", 'import type { Service } from "../ipvs/table.ts";'],
  [agent, "apps/agent/src/core/vrrp/step.ts", 'import { encode } from "../packet/vrrp.ts";'],
  [agent, "apps/agent/src/io/log.ts", 'const m = await import("../app/settings.ts");'],
  [agent, "apps/agent/src/app/settings.ts", 'import { main } from "../cli/main.ts";'],
  [agent, "apps/agent/src/app/settings.ts", 'import { main } from "../../../api/src/main.ts";'],
  [shared, "packages/shared/src/base/result.ts", 'import type { A } from "../net/endpoint.ts";'],
  [shared, "packages/shared/src/net/endpoint.ts", 'export { x } from "@baton/shared/contract/facts.ts";'],
  [web, "apps/web/src/ui/button.tsx", 'import { Page } from "@/pages/home.tsx";'],
])("against the direction: %#", (project, file, text) => {
  expect(violationsInText(project, file, `\n${text}\n`)).toHaveLength(1);
  expect(violationsInText(project, file, `\n${text}\n`)[0]).toContain(`${file}:2: `);
});

test.each([
  [agent, "apps/agent/src/core/packet/vrrp.ts", 'import type { Advert } from "../vrrp/advert.ts";'],
  [agent, "apps/agent/src/io/log.ts", 'import { readFileSync } from "node:fs";'],
  [agent, "apps/agent/src/core/vrrp/step.ts", 'import { ok } from "@baton/shared/base/result.ts";'],
  [web, "apps/web/src/pages/home.tsx", 'import { Button } from "@/ui/button.tsx";'],
])("with the direction: %#", (project, file, text) => {
  expect(violationsInText(project, file, text)).toEqual([]);
});

test("the checkout itself keeps the direction", () => {
  expect(layerViolations()).toEqual([]);
});

test("house rules: length, and time and randomness in pure code", () => {
  const core = "apps/agent/src/core/vrrp/step.ts";
  expect(houseViolations(core, "a\n".repeat(501))).toHaveLength(1);
  expect(houseViolations(core, "a\n".repeat(500))).toEqual([]);
  expect(houseViolations(core, "const at = Date.now();\nconst r = Math.random();\n// @ts-ignore\n")).toHaveLength(3);
  expect(houseViolations(core, "// Date.now() is not for here\n")).toEqual([]);
  expect(houseViolations("apps/agent/src/io/clock.ts", "const at = Date.now();\n")).toEqual([]);
});
