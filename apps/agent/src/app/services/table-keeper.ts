import { diffTables } from "../../core/ipvs/diff.ts";
import { explainOperation } from "../../core/ipvs/explain.ts";
import { foldOperations } from "../../core/ipvs/fold.ts";
import { serviceKey } from "../../core/ipvs/key.ts";
import { serviceOf, type TableOperation } from "../../core/ipvs/operation.ts";
import { inOrderOf } from "../../core/ipvs/order.ts";
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
  readonly now: () => number;
}

/** Makes the kernel's table what is wanted, and keeps it so. */
export interface TableKeeper {
  /** Resolves when the table was changed, or the change has failed and will be tried again. */
  want(desired: DesiredTable): Promise<TableView>;
  /** Reads the table again and puts right what someone else changed. */
  refresh(): Promise<TableView>;
  /** Removes our services, servers first. `before` hears of every operation ahead of it. */
  release(before: (operation: TableOperation) => void): Promise<void>;
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
  let owned = new Set<string>();
  let refusedOperations = new Set<string>();
  let lastFailure = "";
  let loadedAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => {});
    return next;
  };

  const fail = (error: KernelTableError): void => {
    view = { ok: false, error };
    if (lastFailure === error.message) return;
    lastFailure = error.message;
    deps.onFailure(`IPVS: ${error.message}`, { code: error.code });
  };

  const read = async (): Promise<TableView> => {
    let result = await deps.kernel.read();
    if (!result.ok && result.error.code === "ipvs.missing" && deps.now() - loadedAt >= LOAD_EVERY_MS) {
      loadedAt = deps.now();
      await deps.loadModule();
      result = await deps.kernel.read();
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
      .filter((text) => !refusedOperations.has(text));
    for (const text of changes.slice(0, NAMED_CHANGES)) {
      deps.log(`IPVS: someone else changed the table; putting it right: ${text}`);
    }
    if (changes.length > NAMED_CHANGES) deps.log(`IPVS: and ${changes.length - NAMED_CHANGES} more such changes`);
  };

  const noteRefusals = (failures: readonly Refusal[]): void => {
    const now = new Set<string>();
    const roots = new Set(rootRefusals(failures));
    for (const failure of failures) {
      const operation = explainOperation(failure.operation);
      now.add(operation);
      if (refusedOperations.has(operation) || !roots.has(failure)) continue;
      deps.onFailure(`IPVS: can't ${describeRefusal(failure)}`, { code: failure.errno, operation });
    }
    refusedOperations = now;
  };

  const bring = async (actual: ActualTable, wanted: DesiredTable): Promise<void> => {
    const operations = diffTables(wanted, actual, owned);
    const unfinished = new Set<string>();
    if (operations.length > 0) {
      const result = await deps.kernel.apply(operations);
      if (!result.ok) {
        settled = null;
        return fail(result.error);
      }
      noteRefusals(result.value);
      const failed = new Set(result.value.map(({ operation }) => operation));
      view = {
        ok: true,
        table: foldOperations(
          actual,
          operations.filter((operation) => !failed.has(operation)),
        ),
      };
      for (const operation of failed) unfinished.add(serviceKey(serviceOf(operation)));
    }
    settled = wanted;
    owned = new Set([...wanted.keys(), ...unfinished]);
  };

  const adjust = async (reread: boolean): Promise<TableView> => {
    const current = reread || !view?.ok ? await read() : view;
    if (!current.ok) return current;
    if (reread) nameForeignChanges(current.table);
    await bring(current.table, desired);
    return view ?? current;
  };

  return {
    want: (wanted) => {
      for (const key of wanted.keys()) owned.add(key);
      desired = wanted;
      return inTurn(() => adjust(false));
    },
    refresh: () => inTurn(() => adjust(true)),
    release: (before) =>
      inTurn(async () => {
        const held = desired;
        desired = new Map();
        const current = await deps.kernel.read();
        if (!current.ok) return;
        const operations = diffTables(desired, inOrderOf(held, current.value), owned);
        operations.forEach(before);
        if (operations.length === 0) return;
        const result = await deps.kernel.apply(operations);
        if (!result.ok) throw new Error(result.error.message);
        const [first] = result.value;
        if (first) throw new Error(`can't ${explainOperation(first.operation)}: ${first.errno}`);
      }),
  };
};
