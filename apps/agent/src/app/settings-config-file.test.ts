import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIncludeReader, loadConfigFile, MAX_CONFIG_BYTES } from "./settings-config-file.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-config-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const INSTANCE = (name: string, vrid: number): string =>
  `vrrp_instance ${name} {\n  interface eth0\n  virtual_router_id ${vrid}\n  virtual_ipaddress {\n    192.0.2.${vrid}\n  }\n}\n`;

test("includes are looked up from the folder of the file that names them, sorted by name", () => {
  mkdirSync(join(dir, "conf.d", "more"), { recursive: true });
  put("conf.d/b.conf", INSTANCE("B", 2));
  put("conf.d/a.conf", `include more/*.conf\n${INSTANCE("A", 1)}`);
  put("conf.d/more/c.conf", INSTANCE("C", 3));
  const { model, problems } = loadConfigFile(put("main.conf", "include conf.d/*.conf\n"));
  expect(problems).toEqual([]);
  expect(model?.vrrpInstances.map(({ name }) => name)).toEqual(["C", "A", "B"]);
});

test("a file that includes itself ends with a problem, not in a spin", () => {
  const { problems } = loadConfigFile(put("main.conf", "include main.conf\n"));
  expect(problems.length).toBeGreaterThan(0);
});

test("a problem in an included file is told with that file's name", () => {
  const part = put("part.conf", "nonsense here\n");
  const { problems } = loadConfigFile(put("main.conf", `include ${part}\n`));
  expect(problems[0]).toContain(`${part}:1:1: `);
});

test("what can't be read is a sentence", () => {
  expect(loadConfigFile(join(dir, "missing.conf"))).toMatchObject({ model: null, diagnostics: [] });
  expect(loadConfigFile(join(dir, "missing.conf")).problems[0]).toContain("missing.conf: can't be read: ENOENT");
  expect(loadConfigFile(dir).problems[0]).toContain("can't be read: it is a directory");
  const big = put("big.conf", "");
  truncateSync(big, MAX_CONFIG_BYTES + 1);
  expect(loadConfigFile(big).problems[0]).toContain("larger than 5 MB");
});

test("neither a device without end nor a walk of the whole file system holds it up", () => {
  expect(loadConfigFile("/dev/zero").problems[0]).toContain("larger than 5 MB");
  const read = createIncludeReader();
  expect(read("/dev/zero", join(dir, "main.conf"))).toEqual([]);
  expect(read("/**/no-such-file.conf", join(dir, "main.conf"))).toEqual([]);
});

test("all includes of one load share one budget of bytes", () => {
  const read = createIncludeReader();
  const text = "#".repeat(1024 * 1024);
  for (let i = 0; i < 30; i++) put(`part-${i}.conf`, text);
  expect(read("part-*.conf", join(dir, "main.conf"))).toHaveLength(20);
  expect(read("part-*.conf", join(dir, "main.conf"))).toHaveLength(0);
});
