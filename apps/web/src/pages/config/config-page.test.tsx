import { undo } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../../hooks/test-page.tsx";
import type { Language } from "../../i18n/languages.ts";
import { messageOf, sentenceOf } from "../../editor/spoken.ts";
import { ConfigPage } from "./config-page.tsx";

afterEach(cleanup);

const draw = async (language: Language = "en") => {
  const asked: string[] = [];
  await drawPage(
    <ConfigPage />,
    (path) => {
      asked.push(path);
      return { status: 500, body: {} };
    },
    language,
  );
  return asked;
};

const viewOf = (side: "A" | "B"): EditorView => {
  const place = screen.getAllByTestId("config-editor")[side === "A" ? 0 : 1];
  const view = place && EditorView.findFromDOM(place);
  if (!view) throw new Error("no editor");
  return view;
};

const write = (side: "A" | "B", text: string): void => {
  const view = viewOf(side);
  act(() => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
};

const codes = (): (string | undefined)[] =>
  screen.queryAllByTestId("config-diagnostic").map((item) => item.dataset.code);

test("the example's pair is explained, fits together, and nothing leaves the browser", async () => {
  const asked = await draw();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("config-example"));
  await waitFor(() => expect(screen.getByTestId("config-summary").textContent).toContain("3.609 s"));
  expect(screen.getByTestId("config-pair").textContent).toContain("Shown as soon as");
  await user.click(screen.getByTestId("config-tab-B"));
  await user.click(screen.getByTestId("config-example"));
  await screen.findByText("The two fit together.");
  expect(asked).toEqual([]);
});

test("a mistake is shown, and one click takes it away", async () => {
  await draw();
  write("A", "vrrp_instance V {\n  prioritty 9\n}\n");
  await waitFor(() => expect(codes()).toContain("config.unknown-keyword"));
  await userEvent.click(screen.getByText("Change to priority"));
  await waitFor(() => expect(codes()).not.toContain("config.unknown-keyword"));
  expect(viewOf("A").state.doc.line(2).text).toBe("  priority 9");
});

test("a click on the place of a problem puts the cursor there", async () => {
  await draw();
  write("A", "global_defs {\n  router_id a\n  nonsense\n}\n");
  await waitFor(() => expect(codes()).toEqual(["config.unknown-keyword"]));
  await userEvent.click(screen.getByText("line 3, column 3"));
  await waitFor(() => {
    const { from, to } = viewOf("A").state.selection.main;
    expect(viewOf("A").state.sliceDoc(from, to)).toBe("nonsense");
  });
});

test("what is wrong between the two is shown with the side it stands on", async () => {
  await draw();
  const director = (vrid: number): string =>
    `vrrp_instance V {\ninterface eth0\nvirtual_router_id ${vrid}\nvirtual_ipaddress {\n10.0.0.9/24\n}\n}\n`;
  write("A", director(1));
  write("B", director(2));
  await waitFor(() => expect(codes()).toContain("pair.vrid"));
  const pair = within(screen.getByTestId("config-pair"));
  expect(pair.getByRole("button", { name: /B: its partner, line 1/ })).toBeDefined();
});

test("formatting is one step that undo takes back", async () => {
  await draw();
  const text = "global_defs {\nrouter_id   a\n}\n";
  write("A", text);
  const button = screen.getByTestId<HTMLButtonElement>("config-format");
  await waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
  expect(viewOf("A").state.doc.toString()).toBe("global_defs {\n    router_id a\n}\n");
  act(() => void undo(viewOf("A")));
  expect(viewOf("A").state.doc.toString()).toBe(text);
});

test("a fix is not made in a text that has changed since", async () => {
  await draw();
  write("A", "nonsense_global\nglobal_defs {\n  router_idd a\n}\n");
  const button = await screen.findByText("Change to router_id");
  const text = "# a line more\nglobal_defs {\n  router_idd a\n}\n";
  write("A", text);
  act(() => button.click());
  await act(async () => new Promise((resolve) => requestAnimationFrame(() => resolve(undefined))));
  expect(viewOf("A").state.doc.toString()).toBe(text);
});

test("old spellings are rewritten, each with its reason", async () => {
  await draw();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("config-example"));
  await waitFor(() => expect(codes()).toEqual(["config.nb-get-retry", "config.nb-get-retry"]));
  await user.click(screen.getByTestId("config-modernise"));
  expect(screen.getByTestId("config-modernised").textContent).toContain("31: nb_get_retry 3 → retry 3");
  await waitFor(() => expect(codes()).toEqual([]));
  await user.click(screen.getByTestId("config-modernise"));
  expect(screen.getByTestId("config-modernised").textContent).toContain("No old spelling");
});

test("a file is read in the browser, one that is no text is refused", async () => {
  await draw();
  const input = screen.getByTestId<HTMLInputElement>("config-file");
  await userEvent.upload(input, new File(["global_defs {\n}\n"], "keepalived.conf"));
  await waitFor(() => expect(viewOf("A").state.doc.toString()).toBe("global_defs {\n}\n"));
  await userEvent.upload(input, new File([new Uint8Array([1, 0, 2])], "binary"));
  await screen.findByText("This file is not text.");
  expect(viewOf("A").state.doc.toString()).toBe("global_defs {\n}\n");
});

test("the reader's language is spoken: problems, their ways out, what does not fit, reasons", async () => {
  await draw("zh-CN");
  write("A", "vrrp_instence 1\n");
  const item = await screen.findByTestId("config-diagnostic");
  expect(item.textContent).toContain("文件顶层没有关键字 'vrrp_instence'");
  expect(item.textContent).toContain("（是否想写 'vrrp_instance'？）");
  expect(item.querySelector("[lang=en]")).toBeNull();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("config-example"));
  await user.click(screen.getByTestId("config-modernise"));
  expect(screen.getByTestId("config-modernised").textContent).toContain("（关键字是 retry；");
});

test("what has no Chinese form is English, marked as such, with the meaning of its code", () => {
  const place = { path: "A", start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const diagnostic = { severity: "error", code: "config.bad-value", message: "of tomorrow", range: place } as const;
  expect(messageOf(diagnostic, "zh-CN")).toEqual({ text: "of tomorrow（值的类型或范围不符合该关键字。）", lang: "en" });
  expect(messageOf(diagnostic, "en")).toEqual({ text: "of tomorrow", lang: undefined });
  const repeated = { ...diagnostic, message: "'x' is not a port", suggestion: "remove it" };
  expect(sentenceOf(repeated, "zh-CN")).toBe("'x' 不是端口\n删除它");
});
