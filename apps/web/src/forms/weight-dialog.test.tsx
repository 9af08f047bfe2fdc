import type { WeightOutcome } from "@baton/shared/contract/http/weights.ts";
import { realServer } from "@baton/shared/contract/test-facts.ts";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import type { Language } from "../i18n/languages.ts";
import { services } from "../model/services.ts";
import { director } from "../model/test-nodes.ts";
import { WeightDialog } from "./weight-dialog.tsx";

afterEach(cleanup);

const row = services([director("lvs1", 0, [realServer("192.168.1.5")])], 0)[0]?.rows[0];
if (row === undefined) throw new Error("no row");

const done: WeightOutcome = { node: "lvs1", outcome: "done", code: "", message: "", confirmed: true, weight: 0 };
const refused = { ...done, outcome: "refused", code: "weight.last-server", confirmed: false, weight: 3 } as const;

const draw = async (answers: WeightOutcome[][], language: Language = "en") => {
  const asked: { path: string; body: unknown }[] = [];
  const target = { virtualServer: "TCP 192.168.1.100:3306", row };
  await drawPage(
    <WeightDialog target={target} onClose={() => undefined} />,
    (path, init) => {
      asked.push({ path, body: JSON.parse(String(init?.body)) });
      return { status: 200, body: { directors: answers.shift() } };
    },
    language,
  );
  return asked;
};

const confirm = () => fireEvent.click(screen.getByTestId("weight-confirm"));
const because = (reason: string) =>
  fireEvent.change(screen.getByTestId("weight-reason"), { target: { value: reason } });

test("without a reason nothing is asked", async () => {
  const asked = await draw([]);
  confirm();
  await screen.findByText("Please fill this in.");
  expect(asked).toEqual([]);
});

test("a drain is confirmed by each director's kernel, or not", async () => {
  const asked = await draw([[done, { ...done, node: "lvs2", confirmed: false, weight: 3 }]]);
  because("upgrade");
  confirm();
  expect((await screen.findByTestId("weight-result-lvs1")).textContent).toContain("Its kernel has weight 0 now.");
  expect(screen.getByTestId("weight-result-lvs2").textContent).toContain("still shows weight 3");
  expect(asked).toMatchObject([
    {
      path: "/api/v1/real-servers/drain",
      body: { realServer: "192.168.1.5:3306", reason: "upgrade", forSeconds: 3600 },
    },
  ]);
  expect(screen.queryByTestId("weight-confirm")).toBeNull();
});

test("the last server is refused, and drained when that is insisted on", async () => {
  const asked = await draw([[refused], [done]]);
  expect(screen.queryByTestId("weight-force")).toBeNull();
  because("upgrade");
  confirm();
  fireEvent.click(await screen.findByTestId("weight-force"));
  expect(screen.getByTestId("weight-result-lvs1").textContent).toContain("no server of the pool would be left");
  confirm();
  await screen.findByText("Its kernel has weight 0 now.");
  expect(asked[1]).toMatchObject({ body: { force: true } });
});

test("a weight must be one", async () => {
  const asked = await draw([]);
  because("half the memory");
  fireEvent.click(screen.getByLabelText("Set a weight"));
  fireEvent.change(await screen.findByTestId("weight-value"), { target: { value: "65536" } });
  confirm();
  await screen.findByText("A whole number from 0 to 65535, please.");
  expect(asked).toEqual([]);
});

test("it speaks Chinese", async () => {
  await draw([[{ ...done, outcome: "failed", code: "command.undeliverable", confirmed: false }]], "zh-CN");
  because("升级");
  confirm();
  expect((await screen.findByTestId("weight-result-lvs1")).textContent).toContain("命令无法送达");
});
