import type { Statement } from "./ast.ts";
import { isRootKeyword } from "./blocks/root.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { EXPAND_LIMITS, tooLong } from "./expand/expand.ts";
import { forEachLine } from "./expand/raw-lines.ts";
import { createParser } from "./parser.ts";
import { createReport } from "./report.ts";
import type { SourceText } from "./source.ts";

export interface ParsedSource {
  readonly statements: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One text as it stands, with no include, macro or condition carried out: what an editor shows. */
export const parseSource = (source: SourceText): ParsedSource => {
  const report = createReport();
  const statements: Statement[] = [];
  const parser = createParser(report, isRootKeyword, (statement) => void statements.push(statement));
  forEachLine(source, (text, number) => {
    const line = { path: source.path, number, text, exact: true, width: text.length };
    if (text.length <= EXPAND_LIMITS.lineLength) parser.feed(line);
    else report.add(tooLong(line));
    return !report.hopeless();
  });
  parser.finish();
  return { statements, diagnostics: report.list() };
};
