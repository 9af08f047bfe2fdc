import type { IpvsSettings } from "@baton/shared/config/model-service.ts";
import { diffTables } from "../../core/ipvs/diff.ts";
import { explainOperation } from "../../core/ipvs/explain.ts";
import { foldOperations } from "../../core/ipvs/fold.ts";
import { serviceKey } from "../../core/ipvs/key.ts";
import { serviceOf, type TableOperation } from "../../core/ipvs/operation.ts";
import { inOrderOf } from "../../core/ipvs/order.ts";
import { askable, type Patience, stepPatience } from "../../core/ipvs/patience.ts";
import { describeRefusal, type Refusal, rootRefusals } from "../../core/ipvs/refusal.ts";
import type { ActualTable, DesiredTable } from "../../core/ipvs/table.ts";
import type { KernelTable, KernelTableError } from "../../ports/kernel-table.ts";

/** What the table looked like when it was last read, or why it could not be. */
export type TableView =
  | { readonly ok: true; readonly table: ActualTable }
  | { readonly ok: false; readonly error: KernelTableError };

export interface KeeperDeps {
  readonly kernel: KernelTable;
  readonly log: (text: string) => void;
  /** The table could not be read or changed; told once per message until it works again. */
  readonly onFailure: (text: string, data: Readonly<Record<string, string>>) => void;
  /** Before an unreachable table is asked for again. */
  readonly loadModule: () => Promise<void>;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** The keys of services that an earlier process of ours put into this kernel's table. */
  readonly remembered: readonly string[];
  /** Told ahead of every change of what is ours, so that a later process can clean up. */
  readonly remember: (keys: ReadonlySet<string>) => void;
}

/** Makes the kernel's table what is wanted, and keeps it so. */
export interface TableKeeper {
  /** Reads the table and changes nothing. */
  look(): Promise<TableView>;
  /** Resolves when the table was changed, or the change has failed and will be tried again. */
  want(desired: DesiredTable): Promise<TableView>;
  /** Reads the table again and puts right what someone else changed. */
  refresh(): Promise<TableView>;
  /** From now on every service that the table had at the last look counts as ours, so that what is not wanted goes. */
  adopt(): void;
  /** Removes our services, as the file says. `before` hears of every operation ahead of it. */
  release(before: (operation: TableOperation) => void, flush?: IpvsSettings["flushAtStop"]): Promise<void>;
}

/** How often the module is asked for while it is missing, milliseconds. */
const LOAD_EVERY_MS = 30_000;
/** Of many foreign changes at once only so many are named. */
const NAMED_CHANGES = 20;

export const createTableKeeper = (deps: KeeperDeps): TableKeeper => {
  let desired: DesiredTable = new Map();
  /** What the kernel was last brought to; a difference to this is somebody else's doing. */
  let settled: DesiredTable | null = null;
  let view: TableView | null = null;
  let owned: ReadonlySet<string> = new Set(deps.remembered);
  let patience: Patience = new Map();
  let lastFailure = "";
  let loadedAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => {});
    return next;
  };

  const own = (keys: ReadonlySet<string>): void => {
    const isSame = keys.size === owned.size && [...keys].every((key) => owned.has(key));
    owned = keys;
    if (!isSame) deps.remember(keys);
  };

  const fail = (error: KernelTableError): void => {
    view = { ok: false, error };
    if (lastFailure === error.message) return;
    lastFailure = error.message;
    deps.onFailure(`IPVS: ${error.message}`, { code: error.code });
  };

  const read = async (believed: ActualTable | null): Promise<TableView> => {
    let result = await deps.kernel.read(believed);
    if (!result.ok && result.error.code === "ipvs.missing" && deps.now() - loadedAt >= LOAD_EVERY_MS) {
      loadedAt = deps.now();
      await deps.loadModule();
      result = await deps.kernel.read(believed);
    }
    if (!result.ok) {
      settled = null;
      fail(result.error);
      return { ok: false, error: result.error };
    }
    if (lastFailure !== "") deps.log("IPVS: the table can be read again");
    lastFailure = "";
    view = { ok: true, table: result.value };
    return view;
  };

  const nameForeignChanges = (actual: ActualTable): void => {
    if (!settled) return;
    const changes = diffTables(settled, actual, owned)
      .map(explainOperation)
      .filter((text) => !patience.has(text));
    for (const text of changes.slice(0, NAMED_CHANGES)) {
      deps.log(`IPVS: someone else changed the table; putting it right: ${text}`);
    }
    if (changes.length > NAMED_CHANGES) deps.log(`IPVS: and ${changes.length - NAMED_CHANGES} more such changes`);
  };

  const noteRefusals = (failures: readonly Refusal[]): void => {
    const fresh = rootRefusals(failures).filter(({ operation }) => !patience.has(explainOperation(operation)));
    for (const failure of fresh.slice(0, NAMED_CHANGES)) {
      const operation = explainOperation(failure.operation);
      deps.onFailure(`IPVS: can't ${describeRefusal(failure)}`, { code: failure.errno, operation });
    }
    if (fresh.length > NAMED_CHANGES) deps.log(`IPVS: and ${fresh.length - NAMED_CHANGES} more refused changes`);
  };

  const bring = async (actual: ActualTable, wanted: DesiredTable, reread: boolean): Promise<void> => {
    // What was read may differ from what it was brought to; what is waited for is not there yet.
    const wished = diffTables(wanted, actual, owned, reread || patience.size > 0 ? null : settled);
    const operations = askable(patience, wished, deps.now());
    const done = new Set<TableOperation>();
    if (operations.length > 0) {
      const result = await deps.kernel.apply(operations);
      if (!result.ok) {
        settled = null;
        return fail(result.error);
      }
      noteRefusals(result.value);
      const refused = new Set(result.value.map(({ operation }) => operation));
      patience = stepPatience(patience, wished, refused, deps.now());
      for (const operation of operations) if (!refused.has(operation)) done.add(operation);
      view = { ok: true, table: foldOperations(actual, [...done]) };
    } else if (wished.length === 0) patience = new Map();
    settled = wanted;
    const unfinished = wished.filter((operation) => !done.has(operation));
    own(new Set([...wanted.keys(), ...unfinished.map((operation) => serviceKey(serviceOf(operation)))]));
  };

  const adjust = async (reread: boolean): Promise<TableView> => {
    const before = view?.ok ? view.table : null;
    // Until what is wanted stands, nothing is believed.
    const current = reread || !view?.ok ? await read(settled ? before : null) : view;
    if (!current.ok) return current;
    // The reader returns the same table while nothing has changed, and what was wanted of it was done.
    if (reread && current.table === before && settled === desired && patience.size === 0) return current;
    if (reread) nameForeignChanges(current.table);
    await bring(current.table, desired, reread || !before);
    return view ?? current;
  };

  return {
    look: () => inTurn(() => read(null)),
    want: (wanted) => {
      own(new Set([...owned, ...wanted.keys()]));
      desired = wanted;
      return inTurn(() => adjust(false));
    },
    refresh: () => inTurn(() => adjust(true)),
    adopt: () => {
      if (view?.ok) own(new Set([...owned, ...view.table.keys()]));
    },
    release: (before, flush) =>
      inTurn(async () => {
        const held = desired;
        desired = new Map();
        const current = await deps.kernel.read();
        if (!current.ok) return;
        if (flush === "table") own(new Set([...owned, ...current.value.keys()]));
        const removals = diffTables(desired, inOrderOf(held, current.value), owned);
        const operations = flush ? removals.filter(({ op }) => op === "delete-service") : removals;
        operations.forEach(before);
        if (operations.length === 0) return own(new Set());
        const result = await deps.kernel.apply(operations);
        if (!result.ok) throw new Error(result.error.message);
        const [first] = result.value;
        if (first) throw new Error(`can't ${explainOperation(first.operation)}: ${first.errno}`);
        own(new Set());
      }),
  };
};
