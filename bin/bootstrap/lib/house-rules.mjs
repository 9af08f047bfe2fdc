import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFiles } from "./layers.mjs";
import { root } from "./paths.mjs";

const maxLines = 500;
const folders = ["apps", "packages", "e2e", "bench", "bin"];
/** A test's tables may be long; generated files are nobody's writing. */
const isExempt = (file) => /\.(gen|test|spec)\.\w+$/.test(file);
const isPure = (file) => /^(packages\/shared\/src|apps\/agent\/src\/core)\//.test(file) && !/\.test\.ts$/.test(file);

/** What neither Biome nor the compiler says: one rule per entry, applied line by line. */
const lineRules = [
  {
    applies: isPure,
    pattern: /@ts-(ignore|nocheck|expect-error)/,
    inComments: true,
    says: "no @ts-ignore in core or shared",
  },
  { applies: isPure, pattern: /\bDate\.now\s*\(|\bnew Date\(\s*\)/, says: "time is an argument in core and shared" },
  { applies: isPure, pattern: /\bMath\.random\s*\(/, says: "randomness is an argument in core and shared" },
];

/** Sentences that name each breach, "file:line: ...". */
export function houseRuleViolations() {
  return folders
    .flatMap((folder) => sourceFiles(folder, /\.(tsx?|mjs)$/))
    .flatMap((file) => violationsInText(file, read(file)));
}

/** Pure: the breaches of one file's text. */
export function violationsInText(file, text) {
  const lines = text.split("\n");
  const found = [];
  if (lines.length - 1 > maxLines && !isExempt(file))
    found.push(`${file}:1: ${lines.length - 1} lines, the limit is ${maxLines}`);
  for (const rule of lineRules.filter(({ applies }) => applies(file))) {
    for (const [index, line] of lines.entries()) {
      if (rule.pattern.test(line) && (rule.inComments || !/^\s*(\*|\/\/|\/\*)/.test(line)))
        found.push(`${file}:${index + 1}: ${rule.says}`);
    }
  }
  return found;
}

const read = (file) => readFileSync(join(root, file), "utf8");
