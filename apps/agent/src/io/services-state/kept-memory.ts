import type { WeightOverride } from "../../core/health/override.ts";
import type { MarkRules } from "../../ports/services-memory.ts";

/** What services.json holds. */
export interface KeptMemory {
  /** Which table `owned` speaks of: the boot and the network namespace. */
  readonly table: string;
  readonly owned: readonly string[];
  readonly rules: MarkRules | null;
  readonly overrides: readonly WeightOverride[];
}

type Plain = Readonly<Record<string, unknown>>;

const MOST = 100_000;

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 500;
const isCount = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const isList = <Element>(value: unknown, isOne: (element: unknown) => element is Element): value is Element[] =>
  Array.isArray(value) && value.length <= MOST && value.every(isOne);

const isMark = (value: unknown): value is MarkRules["marks"][number] =>
  Array.isArray(value) && value.length === 2 && isText(value[0]) && isCount(value[1], 1, 0xffff_ffff);

const isRules = (value: unknown): value is MarkRules =>
  isPlain(value) && isText(value.table) && isList(value.marks, isMark);

const isOverride = (value: unknown): value is WeightOverride =>
  isPlain(value) &&
  isText(value.server) &&
  isCount(value.weight, 0, 0x7fff_ffff) &&
  isText(value.requestedBy) &&
  isText(value.reason) &&
  (value.until === null || Number.isFinite(value.until));

/** Null for anything else. By hand, as a schema library would take longer to load than all else that the process does first. */
export const keptMemory = (value: unknown): KeptMemory | null => {
  if (!isPlain(value)) return null;
  const { table, owned, rules = null, overrides } = value;
  if (!isText(table) || !isList(owned, isText) || !isList(overrides, isOverride)) return null;
  return rules === null || isRules(rules) ? { table, owned, rules, overrides } : null;
};
