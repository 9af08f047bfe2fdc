import fc from "fast-check";
import { expect, test } from "vitest";
import type { Statement } from "./ast.ts";
import { formatText } from "./format.ts";
import { lexLine } from "./lexer.ts";
import { loadConfig } from "./load.ts";
import { parseSource } from "./parse-source.ts";
import { printStatements } from "./print.ts";
import { renderDiagnostic } from "./render-diagnostic.ts";

const load = (text: string) => loadConfig({ path: "k.conf", text }, () => []);

/** What a text means, without where it stands. */
const meaning = (text: string): unknown => {
  const { model, diagnostics } = load(text);
  const withoutRange = (key: string, value: unknown) => (key === "range" ? undefined : value);
  return {
    model: JSON.parse(JSON.stringify(model, withoutRange)) as unknown,
    // Messages name lines and columns may change, so only kinds and their order are compared.
    codes: diagnostics.map(({ code, severity }) => `${severity} ${code}`).sort(),
  };
};

const shape = (statements: readonly Statement[]): unknown =>
  statements.map(({ words, block }) => [words.map(({ value }) => value), block ? shape(block.items) : null]);

const PIECES = [
  "vrrp_instance VI_1 {",
  "interface eth0",
  "virtual_router_id 51",
  "state MASTER",
  "priority 100",
  "advert_int 1",
  "virtual_ipaddress {",
  "192.168.1.100",
  "192.168.1.101/24 dev eth1 label eth1:0",
  "}",
  "}",
  "}",
  "{",
  "\n",
  "\n",
  "\n",
  "\r\n",
  " ",
  "\t",
  "  ",
  "virtual_server 192.168.1.100 3306 {",
  "lb_algo wrr",
  "lb_kind DR",
  "protocol TCP",
  "real_server 192.168.1.5 3306 {",
  "weight 3",
  "TCP_CHECK {",
  "connect_timeout 3",
  "nb_get_retry 3",
  "TCP_CHECK { connect_timeout 3 }",
  "delay_loop 6",
  "# 注释",
  "! comment",
  "#",
  '"',
  '"a b"',
  "\\",
  "$A",
  `\${A}`,
  "$A=1",
  "$A=\\",
  "@lvs1 priority 90",
  "@^lvs1 ",
  "~SEQ(i,1,3) 10.0.0.$i",
  "~LST({a,b},{1,2}) x$a",
  "include x",
  "prioritty 5",
  "\u3000",
  "global_defs {",
  "router_id LVS1",
  "nopreempt",
  "$",
  "~",
  "@",
]; // prettier-ignore

const configLike = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(" "));
const configLines = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join("\n"));
const anyText = fc.oneof(configLike, configLines, fc.string({ unit: "binary", maxLength: 200 }));

test("no text makes it throw, and every problem lies inside the text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { model, diagnostics, sources } = load(text);
      const lines = text.split("\n");
      expect(model === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
      for (const diagnostic of diagnostics) {
        const { start, end } = diagnostic.range;
        expect(start.line).toBeGreaterThanOrEqual(1);
        expect(start.line).toBeLessThanOrEqual(lines.length);
        expect(start.column).toBeLessThanOrEqual((lines[start.line - 1]?.length ?? 0) + 1);
        expect(end.line).toBeGreaterThanOrEqual(start.line);
        expect(renderDiagnostic(diagnostic, sources)).toContain(diagnostic.code);
      }
    }),
    { numRuns: 400 },
  );
});

test("the lexer puts every character that is not white space into one token or the comment", () => {
  fc.assert(
    fc.property(fc.oneof(configLike, fc.string({ unit: "binary" })), (raw) => {
      const text = raw.replaceAll("\n", " ");
      const { tokens, commentAt } = lexLine({ path: "", number: 1, text, exact: true, width: text.length });
      let at = 0;
      for (const token of tokens) {
        expect(text.slice(at, token.start)).toMatch(/^[ \t-\r]*$/);
        expect(token.end).toBeGreaterThan(token.start);
        at = token.end;
      }
      expect(text.slice(at, commentAt)).toMatch(/^[ \t-\r]*$/);
    }),
    { numRuns: 400 },
  );
});

test("formatting changes no meaning, and formatting twice changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(configLike, configLines), (text) => {
      const formatted = formatText(text);
      expect(formatText(formatted)).toBe(formatted);
      expect(meaning(formatted)).toEqual(meaning(text));
    }),
    { numRuns: 600 },
  );
});

test("an empty line ends a definition, also when it holds blanks before formatting", () => {
  const text = "$A=\\\n\n \nvrrp_instance VI_1 {\n";
  expect(meaning(formatText(text))).toEqual(meaning(text));
  expect(load(text).model).toBeNull();
});

test("a printed tree parses to the same tree", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { statements, diagnostics } = parseSource({ path: "k.conf", text });
      // A block without a keyword would be printed into the arms of the statement before it.
      fc.pre(!diagnostics.some(({ code }) => code === "config.extra-open-brace"));
      const again = parseSource({ path: "k.conf", text: printStatements(statements) });
      expect(shape(again.statements)).toEqual(shape(statements));
    }),
    { numRuns: 400 },
  );
});
