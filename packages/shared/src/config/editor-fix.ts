import type { Diagnostic } from "./diagnostic.ts";
import type { SourcePosition } from "./source.ts";

/**
 * A change of the text that does what a suggestion says. Replaces from `start` up to `end`; with kind "inside" the
 * text is a new first line of the block that is opened next after `start`.
 */
export interface EditorFix {
  readonly kind: "replace" | "insert" | "remove" | "inside";
  readonly start: SourcePosition;
  readonly end: SourcePosition;
  readonly text: string;
}

/** Null where the suggestion needs a person. A position behind the last line means the end of the text. */
export const fixOf = ({ code, range, message, suggestion }: Diagnostic): EditorFix | null => {
  const added = /^add '(\w+ \w+)'$/.exec(suggestion ?? "")?.[1];
  if (added !== undefined) return { kind: "inside", start: range.start, end: range.start, text: added };
  const replaced = /^(?:did you mean|write) '([^']+)'\??$/.exec(suggestion ?? "");
  if (code === "config.nb-get-retry") return retryFix(range.start, range.end, suggestion);
  if (replaced?.[1] !== undefined && code !== "config.contradiction" && !replaced[1].includes(" "))
    return { kind: "replace", start: range.start, end: range.end, text: replaced[1] };
  if (code === "config.two-on-a-line") return { kind: "insert", start: range.start, end: range.start, text: "\n" };
  if (code === "config.unclosed-quote") return { kind: "insert", start: range.end, end: range.end, text: '"' };
  if (code === "config.unclosed-block") return closeFix(message);
  if (code === "config.extra-close-brace") return { kind: "remove", start: range.start, end: range.end, text: "" };
  return null;
};

/** The number after it stays. */
const retryFix = (start: SourcePosition, end: SourcePosition, suggestion: string | undefined): EditorFix | null =>
  suggestion?.startsWith("write") ? { kind: "replace", start, end, text: "retry" } : null;

/** Before the next top-level block, or at the end. */
const closeFix = (message: string): EditorFix => {
  const line = /before '.*' in line (\d+)$/.exec(message)?.[1];
  const at = { line: line === undefined ? Number.MAX_SAFE_INTEGER : Number(line), column: 1 };
  return { kind: "insert", start: at, end: at, text: line === undefined ? "\n}\n" : "}\n" };
};
