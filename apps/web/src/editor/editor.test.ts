import { CompletionContext } from "@codemirror/autocomplete";
import { insertNewlineAndIndent } from "@codemirror/commands";
import { ensureSyntaxTree, indentUnit } from "@codemirror/language";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import { createI18n } from "../i18n/i18n.ts";
import { complete, foldBlock, keywordAtCursor } from "./assist.ts";
import { configHighlighting } from "./config-language.ts";
import { EXAMPLE } from "./example.ts";
import { keywordHelp } from "./keyword-help.ts";
import { lineStates, stateBeforeLine } from "./line-states.ts";

const stateOf = (doc: string, anchor = 0): EditorState =>
  EditorState.create({ doc, selection: { anchor }, extensions: [configHighlighting, lineStates] });

/** As the page sets it. */
const FOUR = indentUnit.of("    ");

/** The cursor stands where the text has a bar. */
const atBar = (text: string): EditorState => stateOf(text.replace("|", ""), text.indexOf("|"));

test("words get their colours from the language's own reader", () => {
  const state = stateOf("vrrp_instance V { # x\n  state MASTER\n}\n");
  const found: string[] = [];
  ensureSyntaxTree(state, state.doc.length, 5000)?.iterate({
    enter: ({ name, from, to }) => {
      if (from < to && name !== "Document") found.push(`${name} ${state.doc.sliceString(from, to)}`);
    },
  });
  expect(found).toEqual([
    "block vrrp_instance",
    "value V",
    "brace {",
    "comment # x",
    "keyword state",
    "constant MASTER",
    "brace }",
  ]);
});

test("a change is read on from its own line", () => {
  const lines = EXAMPLE.A.split("\n");
  const state = stateOf(EXAMPLE.A);
  expect(stateBeforeLine(state, lines.length).open).toEqual([]);
  // Without its brace on line 5 the instance's lines are no longer inside of it.
  const { from, to } = state.doc.line(5);
  const changed = state.update({ changes: { from, to, insert: "vrrp_instance VI_1" } }).state;
  expect(stateBeforeLine(changed, 5)).toBe(stateBeforeLine(state, 5));
  expect(stateBeforeLine(changed, 7).open).toEqual([]);
  expect(stateBeforeLine(state, 7).open).toHaveLength(1);
});

test.each([
  ["global_defs {|", "global_defs {\n    |"],
  ["vrrp_instance V {\n    authentication {|}", "vrrp_instance V {\n    authentication {\n        |\n    }"],
  ["global_defs {\n    router_id a|", "global_defs {\n    router_id a\n    |"],
])("a new line behind %j begins where it belongs", (text, expected) => {
  const view = new EditorView({ state: atBar(text).update({ effects: StateEffect.appendConfig.of(FOUR) }).state });
  insertNewlineAndIndent(view);
  const { doc, selection } = view.state;
  const { head } = selection.main;
  expect(`${doc.sliceString(0, head)}|${doc.sliceString(head)}`).toBe(expected);
  view.destroy();
});

test("a block folds from its brace to its last line", () => {
  const state = stateOf("global_defs {\n  router_id a\n}\nvrrp_instance V { }\nvirtual_server x 1 {\n");
  expect(foldBlock(state, 0)).toEqual({ from: 13, to: 27 });
  expect(foldBlock(state, state.doc.line(2).from)).toBeNull();
  expect(foldBlock(state, state.doc.line(4).from)).toBeNull();
  // Never closed: there is no telling where it ends.
  expect(foldBlock(state, state.doc.line(5).from)).toBeNull();
});

test("completion offers the block's keywords with their defaults, what works first", async () => {
  const words = await createI18n("en");
  const state = atBar("vrrp_instance V {\n  pri|");
  const { head } = state.selection.main;
  const found = complete(new CompletionContext(state, head, false), words);
  expect(found?.from).toBe(head - 3);
  const priority = found?.options.find(({ label }) => label === "priority");
  expect(priority).toMatchObject({ detail: "100", boost: 1 });
  expect(found?.options.map(({ label }) => label)).not.toContain("router_id");
});

test("nothing pops up before a word is begun, except when asked for", async () => {
  const words = await createI18n("en");
  const state = atBar("vrrp_instance V {\n  |\n}");
  const { head } = state.selection.main;
  expect(complete(new CompletionContext(state, head, false), words)).toBeNull();
  expect(complete(new CompletionContext(state, head, true), words)?.options.length).toBeGreaterThan(20);
});

test("a block is completed with its braces, except in front of other text", async () => {
  const words = await createI18n("en");
  const optionOf = (state: EditorState) =>
    complete(new CompletionContext(state, state.selection.main.head, true), words)?.options.find(
      ({ label }) => label === "real_server",
    );
  const state = atBar("virtual_server 10.0.0.1 80 {\n    real|\n}");
  const option = optionOf(state);
  if (typeof option?.apply !== "function") throw new Error("no template");
  const view = new EditorView({ state });
  option.apply(view, option, state.doc.line(2).from + 4, state.selection.main.head);
  expect(view.state.doc.toString()).toBe(
    "virtual_server 10.0.0.1 80 {\n    real_server address port {\n      \n    }\n}",
  );
  expect(view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)).toBe("address");
  view.destroy();
  expect(optionOf(atBar("virtual_server 10.0.0.1 80 {\n    real| 10.0.0.2 80 {\n}"))?.apply).toBeUndefined();
});

test.each([
  ["vrrp_instance V {\n  prio|rity 100\n}", "priority"],
  ["vrrp_instance V {\n  priority| 100\n}", "priority"],
  ["vrrp_instance V {\n  priority 100|\n}", "priority"],
  ["vrrp_instance V {\n|  priority 100\n}", null],
  ["# vrrp_in|stance", null],
])("the cursor in %j is at %s", (text, expected) => {
  expect(keywordAtCursor(atBar(text))?.name ?? null).toBe(expected);
});

test("help is in the reader's language, and says what Baton does not do", async () => {
  const spec = keywordAtCursor(atBar("global_defs {\n vrrp_ips|ets\n}"));
  if (!spec) throw new Error("no keyword");
  const english = keywordHelp(spec, (await createI18n("en")).t, false).map(({ text }) => text);
  const chinese = keywordHelp(spec, (await createI18n("zh-CN")).t, true).map(({ text }) => text);
  expect(english).toContain("Accepted, but has no effect in Baton.");
  expect(chinese).toContain(spec.zh);
  expect(chinese.join("")).not.toContain(spec.en);
});
