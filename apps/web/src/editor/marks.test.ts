import { fixOf } from "@baton/shared/config/editor-fix.ts";
import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { checkText } from "./check.ts";
import { changeOf } from "./marks.ts";
import { offsetOf, samePlace } from "./places.ts";

/** The text after the fix of its first problem with this code. */
const fixed = (text: string, wanted: string): string => {
  const diagnostic = checkText("A", text).diagnostics.find(({ code }) => code === wanted);
  const fix = diagnostic && fixOf(diagnostic);
  if (!fix) throw new Error("no fix");
  const { from, to, insert } = changeOf(Text.of(text.split("\n")), fix);
  return text.slice(0, from) + insert + text.slice(to);
};

test("a keyword that gets its own line keeps the depth", () => {
  const text = "vrrp_instance V {\n    state BACKUP priority 9\n}\n";
  expect(fixed(text, "config.two-on-a-line")).toBe("vrrp_instance V {\n    state BACKUP\n    priority 9\n}\n");
});

test.each([
  ["virtual_server 10.0.0.1 80 {\n}\n", "virtual_server 10.0.0.1 80 {\n    protocol TCP\n}\n"],
  ["virtual_server 10.0.0.1 80 # {\n{ # x\n}\n", "virtual_server 10.0.0.1 80 # {\n{ # x\n    protocol TCP\n}\n"],
])("a missing keyword becomes the first line of its block: %j", (text, expected) => {
  expect(fixed(text, "config.missing-protocol")).toBe(expected);
});

test.each([
  [{ line: 1, column: 1 }, 0],
  [{ line: 2, column: 2 }, 4],
  [{ line: 2, column: 99 }, 5],
  [{ line: 0, column: 0 }, 0],
  [{ line: 9, column: 1 }, 5],
])("%j lies inside of the text", (position, expected) => {
  expect(offsetOf(Text.of(["ab", "cd"]), position)).toBe(expected);
});

test.each([
  ["a   |b", "a b", "a| b"],
  ["{\nx|y}", "{\n    xy\n}", "{\n    x|y\n}"],
  ["a b |", "a b", "a b|"],
  ["|", "", "|"],
])("%j keeps its cursor in %j", (text, after, expected) => {
  const at = samePlace(text.replace("|", ""), text.indexOf("|"), after);
  expect(`${after.slice(0, at)}|${after.slice(at)}`).toBe(expected);
});

test("an include is named, not complained about: the browser cannot read it", () => {
  const { model, diagnostics, includes } = checkText("A", "include /etc/keepalived/*.conf\nincludem x.conf\n");
  expect(includes).toEqual(["/etc/keepalived/*.conf", "x.conf"]);
  expect(diagnostics).toEqual([]);
  expect(model).not.toBeNull();
});
