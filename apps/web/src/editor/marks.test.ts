import { fixOf } from "@baton/shared/config/editor-fix.ts";
import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { checkText } from "./check.ts";
import { changeOf } from "./marks.ts";
import { offsetOf } from "./places.ts";

test("a keyword that gets its own line keeps the depth", () => {
  const text = "vrrp_instance V {\n    state BACKUP priority 9\n}\n";
  const diagnostic = checkText("A", text).diagnostics.find(({ code }) => code === "config.two-on-a-line");
  const fix = diagnostic && fixOf(diagnostic);
  if (!fix) throw new Error("no fix");
  const { from, to, insert } = changeOf(Text.of(text.split("\n")), fix);
  expect(text.slice(0, from) + insert + text.slice(to)).toBe(
    "vrrp_instance V {\n    state BACKUP\n    priority 9\n}\n",
  );
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

test("an include is named, not complained about: the browser cannot read it", () => {
  const { model, diagnostics, includes } = checkText("A", "include /etc/keepalived/*.conf\nincludem x.conf\n");
  expect(includes).toEqual(["/etc/keepalived/*.conf", "x.conf"]);
  expect(diagnostics).toEqual([]);
  expect(model).not.toBeNull();
});
