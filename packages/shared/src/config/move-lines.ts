import type { SourceRange } from "./source.ts";

type Plain = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Plain => typeof value === "object" && value !== null;

const moved = ({ path, start, end }: SourceRange, lines: number): SourceRange => ({
  path,
  start: { ...start, line: start.line + lines },
  end: { ...end, line: end.line + lines },
});

const move = (value: unknown, lines: number): unknown => {
  if (Array.isArray(value)) return value.map((element) => move(element, lines));
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) copy[key] = key === "range" ? moved(copy[key] as SourceRange, lines) : move(copy[key], lines);
  return copy;
};

/** The same so many lines further down: every `range` in it. Plain data without cycles; the very same for 0. */
export const moveLines = <Value>(value: Value, lines: number): Value =>
  lines === 0 ? value : (move(value, lines) as Value);
