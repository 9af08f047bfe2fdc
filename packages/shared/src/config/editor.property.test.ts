import fc from "fast-check";
import { expect, test } from "vitest";
import { completionAt, hoverAt, stateAfter } from "./editor-complete.ts";
import { fixOf } from "./editor-fix.ts";
import { EDITOR_START, readEditorLine } from "./editor-line.ts";
import { loadConfig } from "./load.ts";

const WORDS = ["vrrp_instance", "V", "{", "}", "state", "MASTER", "#x", "!", '"', "\\", "$M=1", "@id", "~SEQ(a, 1, 2)"];
const word = fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom("include", "virtual_server", "１", "\u3000", "\t"));
const line = fc.oneof(
  fc.array(word, { maxLength: 8 }).map((words) => words.join(" ")),
  fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replace(/\n/g, "")),
);

test("any line is read as words in order, inside of it, with every visible character in one of them", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), line, (above, text) => {
      const { tokens } = readEditorLine(stateAfter(above), text);
      let at = 0;
      for (const { start, end } of tokens) {
        // Only keepalived's own white space may lie between two words.
        expect(text.slice(at, start)).toMatch(/^[ \t-\r]*$/);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(text.slice(at)).toMatch(/^[ \t-\r]*$/);
    }),
    { numRuns: 500 },
  );
});

test("completion and help answer for any place of any line", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), line, fc.nat(60), (above, text, place) => {
      const state = stateAfter(above);
      const offset = Math.min(place, text.length);
      const offer = completionAt(state, text.slice(0, offset));
      if (offer) expect(offer.from).toBeLessThanOrEqual(offset);
      const found = hoverAt(state, text, offset);
      if (found) expect(found.start <= offset && offset < found.end).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("every fix lies inside of the text, or at its end", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const { diagnostics } = loadConfig({ path: "k.conf", text: lines.join("\n") }, () => []);
      for (const diagnostic of diagnostics) {
        const fix = fixOf(diagnostic);
        if (!fix || fix.start.line > lines.length) continue;
        expect(fix.start.column).toBeLessThanOrEqual((lines[fix.start.line - 1] ?? "").length + 1);
        expect(fix.end.line).toBe(fix.start.line);
        expect(fix.end.column).toBeGreaterThanOrEqual(fix.start.column);
      }
    }),
    { numRuns: 300 },
  );
});

test("a line of any length costs little", () => {
  const before = performance.now();
  readEditorLine(EDITOR_START, "{".repeat(1_000_000));
  for (const text of ["{".repeat(9_999), "a ".repeat(4_999), '"'.repeat(9_999)]) readEditorLine(EDITOR_START, text);
  expect(performance.now() - before).toBeLessThan(1000);
});
