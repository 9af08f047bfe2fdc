import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { completionAt, hoverAt, stateAfter } from "./editor-complete.ts";
import { fixOf } from "./editor-fix.ts";
import { EDITOR_START, type EditorState, readEditorLine } from "./editor-line.ts";
import { loadConfig } from "./load.ts";

const article = readFileSync(
  new URL("../../../../conformance/config/valid/article-lvs1.conf", import.meta.url),
  "utf8",
).split("\n");

const kinds = (state: EditorState, text: string): string =>
  readEditorLine(state, text)
    .tokens.map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`)
    .join(" ");

const after = (...lines: string[]): EditorState => stateAfter(lines);

test.each([
  [[], "vrrp_instance VI_1 { # 实例", "block:vrrp_instance value:VI_1 brace:{ comment:# 实例"],
  [["vrrp_instance VI_1 {"], "  state MASTER", "keyword:state constant:MASTER"],
  [["vrrp_instance VI_1 {"], "  prioritty 100", "unknown:prioritty number:100"],
  [["vrrp_instance VI_1", "{"], "  advert_int 0.5", "keyword:advert_int number:0.5"],
  [["vrrp_instance V {", "virtual_ipaddress {"], "10.0.0.1/24 dev eth0", "value:10.0.0.1/24 value:dev value:eth0"],
  [["nonsense {"], "anything 5", "value:anything number:5"],
  [["vrrp_instance V {"], "} virtual_server $VIP 80 {", "brace:} block:virtual_server macro:$VIP number:80 brace:{"],
  // A brace is missing above: the parser starts anew here, and so does the editor.
  [["vrrp_instance V {", "authentication {"], "global_defs {", "block:global_defs brace:{"],
  [[], "$VIP=10.0.0.1", "macro:$VIP=10.0.0.1"],
  [["$M=a \\"], "interface eth0", "macro:interface macro:eth0"],
  [[], "include /etc/keepalived/*.conf", "directive:include string:/etc/keepalived/*.conf"],
  [["vrrp_instance V {"], "@^lvs1 priority 90", "directive:@^lvs1 keyword:priority number:90"],
  [[], 'global_defs { router_id "a b" }', 'block:global_defs brace:{ keyword:router_id string:"a b" brace:}'],
])("after %j, %s", (lines, text, expected) => {
  expect(kinds(after(...lines), text)).toBe(expected);
});

test("the article's file has no word without a meaning", () => {
  let state = EDITOR_START;
  for (const line of article) {
    const read = readEditorLine(state, line);
    expect(read.tokens.filter(({ kind }) => kind === "unknown")).toEqual([]);
    state = read.next;
  }
  expect(state.open).toEqual([]);
});

const offers = (state: EditorState, before: string): string[] | null => {
  const found = completionAt(state, before);
  if (!found) return null;
  return found.kind === "values" ? [...found.of] : found.of.map(({ name }) => name);
};

test("keywords of the block are offered, and of no other", () => {
  expect(offers(EDITOR_START, "vrr")).toContain("vrrp_instance");
  expect(offers(after("vrrp_instance V {"), "\tpri")).toContain("priority");
  expect(offers(after("vrrp_instance V {"), "\tpri")).not.toContain("vrrp_instance");
  expect(offers(after("virtual_server 10.0.0.1 80 {", "real_server 10.0.0.2 80 {", "TCP_CHECK {"), "")).toContain(
    "connect_timeout",
  );
  expect(offers(EDITOR_START, "global_defs { rou")).toContain("router_id");
});

test("values are offered where a keyword has a known set", () => {
  expect(offers(after("vrrp_instance V {"), "state ")).toEqual(["MASTER", "BACKUP"]);
  expect(offers(after("virtual_server 10.0.0.1 80 {"), "lb_algo w")).toContain("wrr");
  expect(offers(after("virtual_server 10.0.0.1 80 {"), "lb_kind D")).toEqual(["DR", "NAT", "TUN"]);
});

test.each([
  [[], "# vrrp"],
  [["vrrp_instance V {"], "interface et"],
  [["vrrp_instance V {"], "state MASTER x"],
  [["vrrp_instance V {", "virtual_ipaddress {"], "10"],
  [["$M=a \\"], "vrr"],
  [[], "include /e"],
  [["nonsense {"], "a"],
])("nothing is offered after %j in %s", (lines, before) => {
  expect(offers(after(...lines), before)).toBeNull();
});

test("a word under the pointer is explained, a value by its keyword", () => {
  const state = after("vrrp_instance V {");
  expect(hoverAt(state, "  priority 100", 4)).toMatchObject({ start: 2, end: 10, spec: { name: "priority" } });
  expect(hoverAt(state, "  priority 100", 12)).toMatchObject({ spec: { name: "priority", default: "100" } });
  expect(hoverAt(state, "  priority 100", 1)).toBeNull();
  expect(hoverAt(state, "  # priority", 5)).toBeNull();
});

const applied = (text: string, code: string): string => {
  const diagnostic = loadConfig({ path: "k.conf", text }, () => []).diagnostics.find((one) => one.code === code);
  if (!diagnostic) throw new Error(`no ${code}`);
  const fix = fixOf(diagnostic);
  if (!fix) throw new Error("no fix");
  const lines = text.split("\n");
  const offset = ({ line, column }: { line: number; column: number }): number =>
    line > lines.length ? text.length : lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
  return text.slice(0, offset(fix.start)) + fix.text + text.slice(offset(fix.end));
};

test.each([
  ["config.unknown-keyword", "vrrp_instance V {\n  prioritty 9\n}\n", "vrrp_instance V {\n  priority 9\n}\n"],
  ["config.bad-value", "vrrp_instance V {\n  state MASTR\n}\n", "vrrp_instance V {\n  state MASTER\n}\n"],
  [
    "config.two-on-a-line",
    "vrrp_instance V {\nstate BACKUP priority 9\n}\n",
    "vrrp_instance V {\nstate BACKUP \npriority 9\n}\n",
  ],
  ["config.unclosed-quote", 'global_defs {\nrouter_id "a\n}\n', 'global_defs {\nrouter_id "a"\n}\n'],
  ["config.unclosed-block", "global_defs {\nrouter_id a\n", "global_defs {\nrouter_id a\n\n}\n"],
  ["config.unclosed-block", "global_defs {\nvrrp_instance V {\n}\n", "global_defs {\n}\nvrrp_instance V {\n}\n"],
  ["config.extra-close-brace", "global_defs {\n}\n}\n", "global_defs {\n}\n\n"],
  ["config.nb-get-retry", article.join("\n"), article.join("\n").replace("nb_get_retry", "retry")],
])("the fix of %s does what the suggestion says", (code, text, expected) => {
  expect(applied(text, code)).toBe(expected);
});

test("a suggestion that needs a person is not applied", () => {
  const diagnostics = loadConfig({ path: "k.conf", text: "vrrp_instance V\n" }, () => []).diagnostics;
  expect(diagnostics.map((diagnostic) => fixOf(diagnostic))).not.toContainEqual(expect.anything());
});
