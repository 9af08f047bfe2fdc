/**
 * Plain data in few words: each object is told by what is different from another that the reader has already, and what is
 * not different is that one's part itself, the same object. Of ten thousand servers, alike but for their addresses, little more
 * than the addresses is left, and what a reader has worked out about an object that did not change stays true.
 *
 * A difference is, in JSON: a plain value as it is; an array of differences, each from the same place of the other array or, beyond
 * its end, from the element before; an object of the keys that differ, and under "-" of those that are gone.
 */
export type Difference = unknown;

type Plain = Readonly<Record<string, unknown>>;

const GONE = "-";
/** Where something stands in the file is of no use to whoever carries it out, and changes with every line above it. */
const PLACE = "range";
const NOWHERE = { path: "", start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };

const isObject = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Element `index`'s counterpart, which it is told by. */
const counterpart = (from: unknown, to: readonly unknown[], index: number): unknown =>
  Array.isArray(from) && index < from.length ? from[index] : to[index - 1];

/** Undefined when there is none. */
const differenceOf = (from: unknown, to: unknown): Difference | undefined => {
  if (from === to) return undefined;
  if (Array.isArray(to)) return arrayDifference(from, to);
  return isObject(to) ? objectDifference(from, to) : to;
};

/** Tells `to` to somebody who has `from`; what has it already is told as well. */
export const tell = (from: unknown, to: unknown): Difference => {
  const difference = differenceOf(from, to);
  if (difference !== undefined) return difference;
  if (Array.isArray(to)) return to.map((element, index) => tell(counterpart(from, to, index), element));
  return isObject(to) ? {} : to;
};

const arrayDifference = (from: unknown, to: readonly unknown[]): Difference | undefined => {
  let isSame = Array.isArray(from) && from.length === to.length;
  const elements = to.map((element, index) => {
    const base = counterpart(from, to, index);
    const difference = differenceOf(base, element);
    if (difference === undefined) return isObject(element) ? {} : tell(base, element);
    isSame = false;
    return difference;
  });
  return isSame ? undefined : elements;
};

const objectDifference = (from: unknown, to: Plain): Difference | undefined => {
  const base = isObject(from) ? from : null;
  let changes: Record<string, unknown> | undefined = base ? undefined : {};
  for (const key in to) {
    const isPlace = key === PLACE;
    const before = isPlace && base?.[key] !== undefined ? NOWHERE : base?.[key];
    const value = isPlace ? NOWHERE : to[key];
    const difference = value === undefined ? undefined : differenceOf(before, value);
    if (difference === undefined) continue;
    changes ??= {};
    changes[key] = difference;
  }
  for (const key in base) {
    if (base[key] === undefined || to[key] !== undefined) continue;
    changes ??= {};
    changes[GONE] = [...((changes[GONE] as string[] | undefined) ?? []), key];
  }
  return changes;
};

const isNothing = (difference: Difference): boolean => {
  for (const _ in difference as object) return false;
  return isObject(difference);
};

/** Another object that says the same. */
const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  const result: Record<string, unknown> = { ...value };
  for (const key in result) if (key !== PLACE) result[key] = copy(result[key]);
  return result;
};

/**
 * What `tell(from, to)` says of `from`. What is not different is `from`'s own, but never the same object in two places: elements of
 * lists that are told by others share nothing with them. `anew`: nothing at all is shared.
 */
export const hear = (from: unknown, difference: Difference, anew = false): unknown => {
  if (Array.isArray(difference)) return hearArray(from, difference, anew);
  return isObject(difference) ? hearObject(from, difference, anew) : difference;
};

const hearArray = (from: unknown, differences: readonly Difference[], anew: boolean): readonly unknown[] => {
  const elements: unknown[] = [];
  differences.forEach((difference, index) => {
    const isOwn = !anew && Array.isArray(from) && index < from.length && isNothing(difference);
    elements.push(hear(counterpart(from, elements, index), difference, !isOwn));
  });
  return elements;
};

const hearObject = (from: unknown, changes: Plain, anew: boolean): Plain => {
  const base = isObject(from) ? from : {};
  if (!anew && base === from && isNothing(changes)) return base;
  const result: Record<string, unknown> = { ...base };
  for (const key in result) {
    if (anew && key !== PLACE && !(key in changes)) result[key] = copy(result[key]);
  }
  for (const key in changes) {
    if (key !== GONE) result[key] = hear(base[key], changes[key], anew);
  }
  for (const key of (changes[GONE] as readonly string[] | undefined) ?? []) delete result[key];
  return result;
};
