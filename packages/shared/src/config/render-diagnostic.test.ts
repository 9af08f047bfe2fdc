import { expect, test } from "vitest";
import { renderDiagnostic } from "./render-diagnostic.ts";

const render = (line: string, from: number, to: number, suggestion?: string): string[] =>
  renderDiagnostic(
    {
      severity: "error",
      code: "config.x",
      message: "wrong",
      range: { path: "k.conf", start: { line: 2, column: from }, end: { line: 2, column: to } },
      ...(suggestion === undefined ? {} : { suggestion }),
    },
    [{ path: "k.conf", text: `first\r\n${line}\r\nlast` }],
  ).split("\n");

test("the caret stands below the place, tabs and wide characters included", () => {
  expect(render("\tpriority 300", 11, 14)).toEqual([
    "k.conf:2:11: error: wrong [config.x]",
    "        priority 300",
    "                 ^^^",
  ]);
  expect(render("优先级 300", 5, 8, "use 100")).toEqual([
    "k.conf:2:5: error: wrong [config.x]",
    "    优先级 300",
    "           ^^^ use 100",
  ]);
});

test("a place at the end of the line, a long line, and what could steer a terminal", () => {
  expect(render("priority", 9, 9).at(-1)).toBe("            ^");
  const long = render(`${"x".repeat(1000)} wrong ${"y".repeat(1000)}`, 1002, 1007);
  expect(long[1]).toMatch(/^ {4}…x+ wrong y+$/);
  expect(long[1]?.indexOf("wrong")).toBe(long[2]?.indexOf("^^^^^"));
  expect(long[1]?.length).toBeLessThan(200);
  expect(render("a\u001b[31mb", 1, 2)[1]).toBe("    a\u{fffd}[31mb");
});

test("without the text, only the sentence", () => {
  const range = { path: "other", start: { line: 9, column: 1 }, end: { line: 9, column: 1 } };
  const diagnostic = { severity: "warning", code: "config.x", message: "odd", suggestion: "do it", range } as const;
  expect(renderDiagnostic(diagnostic, [])).toBe("other:9:1: warning: odd [config.x]\n    do it");
});
