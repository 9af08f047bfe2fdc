import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import { DrillDialog } from "./drill-dialog.tsx";

afterEach(cleanup);

const preflight = (blockers: readonly { code: string; message: string }[]) => ({
  instance: "VI_1",
  from: "lvs1",
  to: "lvs2",
  witness: blockers.length > 0 ? null : "client",
  blockers,
});

const drill = {
  id: "d1",
  instance: "VI_1",
  state: "preflight",
  requestedBy: "admin",
  reason: "quarterly",
  requestedAt: 1,
  endedAt: null,
  from: "lvs1",
  to: "lvs2",
  witness: "client",
  handBack: true,
  outcome: null,
  problem: null,
  steps: [],
  report: null,
  handBackReport: null,
};

const PROBLEM = { type: "about:blank", title: "Forbidden", status: 403, code: "session.role-too-low" };

const draw = async (
  blockers: readonly { code: string; message: string }[],
  answer: { status: number; body: unknown },
) => {
  const posted: unknown[] = [];
  const onStarted = vi.fn();
  await drawPage(
    <DrillDialog instance="VI_1" open onOpenChange={() => undefined} onStarted={onStarted} />,
    (path, init) => {
      if (path.includes("preflight")) return { status: 200, body: preflight(blockers) };
      if (init?.method !== "POST") return { status: 200, body: [] };
      posted.push(JSON.parse(String(init.body)));
      return answer;
    },
  );
  await screen.findByTestId("drill-preflight");
  return { posted, onStarted, user: userEvent.setup() };
};

test("asks for a reason before anything is sent", async () => {
  const { posted, user } = await draw([], { status: 201, body: drill });
  await user.click(screen.getByTestId("drill-confirm"));
  expect(await screen.findByText("Please fill this in.")).toBeDefined();
  expect(posted).toEqual([]);
});

test("sends the instance, the reason and the wish to hand back", async () => {
  const { posted, onStarted, user } = await draw([], { status: 201, body: drill });
  await user.type(screen.getByTestId("drill-reason"), "  quarterly ");
  await user.click(screen.getByTestId("drill-hand-back"));
  await user.click(screen.getByTestId("drill-confirm"));
  await waitFor(() => expect(onStarted).toHaveBeenCalledOnce());
  expect(posted).toEqual([{ instance: "VI_1", reason: "quarterly", handBack: true }]);
});

test("a blocker is named in the reader's language and keeps the button shut", async () => {
  await draw([{ code: "drill.no-witness", message: "raw" }], { status: 201, body: drill });
  expect(screen.getByText(/No witness is connected/)).toBeDefined();
  expect(screen.getByTestId("drill-confirm")).toHaveProperty("disabled", true);
});

test("an unknown blocker shows the hub's own sentence", async () => {
  await draw([{ code: "drill.brand-new", message: "The moon is full." }], { status: 201, body: drill });
  expect(screen.getByText("The moon is full.")).toBeDefined();
});

test("a refusal stays in the dialog", async () => {
  const { onStarted, user } = await draw([], { status: 403, body: PROBLEM });
  await user.type(screen.getByTestId("drill-reason"), "x");
  await user.click(screen.getByTestId("drill-confirm"));
  expect(await screen.findByText("Your role does not allow this.")).toBeDefined();
  expect(onStarted).not.toHaveBeenCalled();
});
