import type { Statement } from "./ast.ts";
import type { Token } from "./lexer.ts";

const INDENT = "    ";

/** The tree as text again, one statement a line; comments are not part of the tree. */
export const printStatements = (statements: readonly Statement[]): string => {
  const lines: string[] = [];
  print(statements, "", lines);
  return lines.map((line) => `${line}\n`).join("");
};

const print = (statements: readonly Statement[], indent: string, lines: string[]): void => {
  for (const { words, block } of statements) {
    const head = words.map(printWord).join(" ");
    if (!block) {
      lines.push(indent + head);
      continue;
    }
    lines.push(`${indent}${head}${head === "" ? "" : " "}{`);
    print(block.items, indent + INDENT, lines);
    lines.push(`${indent}}`);
  }
};

const SPECIAL = /[\s"\\!#{}]/;

/** Quoted when it was, or when its text would not come back from the lexer otherwise. */
const printWord = ({ kind, value }: Token): string =>
  kind === "quoted" || value === "" || SPECIAL.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
