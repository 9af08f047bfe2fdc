import { createContext, Script } from "node:vm";
import type { CheckedPattern } from "@baton/shared/config/model-checks.ts";

/** A pattern that goes astray on a hostile page must not hold up the other checks; milliseconds. */
const PATIENCE_MS = 50;

/** A context of its own: what runs in one can be ended by time, a search included. Primitive values go in and out. */
const place: Record<string, string | number> = { source: "", flags: "", text: "", from: 0 };
const context = createContext(place);
const script = new Script(`{
  const pattern = new RegExp(source, flags);
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  match === null ? -1 : match.index;
}`);

/** Where the first match begins at `from` or later, -1 for nowhere. Throws when it takes too long. */
const search = ({ source, flags }: CheckedPattern, text: string, from: number): number => {
  Object.assign(place, { source, flags: `${flags}g`, text, from });
  try {
    return Number(script.runInContext(context, { timeout: PATIENCE_MS }));
  } catch (error) {
    // The error is of the other context, and no Error of this one.
    const isLate = (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    throw isLate ? new Error(`searching for the pattern takes more than ${PATIENCE_MS} ms`) : error;
  } finally {
    place.text = "";
  }
};

/** Whether the pattern is found where it may begin. Throws a sentence when the search takes too long. */
export const searchPage = (pattern: CheckedPattern, page: Buffer): boolean => {
  const { minOffset, maxOffset, flags, firstLine } = pattern;
  const encoding = flags.includes("u") ? "utf8" : "latin1";
  const text = page.toString(encoding);
  const indexOf = (bytes: number): number => page.subarray(0, bytes).toString(encoding).length;
  const lineEnd = text.search(/[\r\n]/);
  const last = Math.min(indexOf(maxOffset), firstLine && lineEnd !== -1 ? lineEnd : text.length);
  const from = indexOf(minOffset);
  const found = from > last ? -1 : search(pattern, text, from);
  return found !== -1 && found <= last;
};
