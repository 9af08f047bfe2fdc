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

/** How often the module is asked for while it is missing, milliseconds. */
const LOAD_EVERY_MS = 30_000;
/** Of many foreign changes at once only so many are named. */
const NAMED_CHANGES = 20;

/** Makes the kernel's table what is wanted, and keeps it so. One thing is done at a time, in the order asked for. */
export class TableKeeper {
  readonly #deps: KeeperDeps;
  #desired: DesiredTable = new Map();
  /** What the kernel was last brought to; a difference to this is somebody else's doing. */
  #settled: DesiredTable | null = null;
  #view: TableView | null = null;
  #owned: ReadonlySet<string>;
  #patience: Patience = new Map();
  #lastFailure = "";
  #loadedAt = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: KeeperDeps) {
    this.#deps = deps;
    this.#owned = new Set(deps.remembered);
  }

  /** Reads the table and changes nothing. */
  look(): Promise<TableView> {
    return this.#inTurn(() => this.#read(null));
  }

  /** Resolves when the table was changed, or the change has failed and will be tried again. */
  want(wanted: DesiredTable): Promise<TableView> {
    this.#own(new Set([...this.#owned, ...wanted.keys()]));
    this.#desired = wanted;
    return this.#inTurn(() => this.#adjust(false));
  }

  /** Reads the table again and puts right what someone else changed. */
  refresh(): Promise<TableView> {
    return this.#inTurn(() => this.#adjust(true));
  }

  /** From now on every service that the table had at the last look counts as ours, so that what is not wanted goes. */
  adopt(): void {
    if (this.#view?.ok) this.#own(new Set([...this.#owned, ...this.#view.table.keys()]));
  }

  /** Removes our services, as the file says. `before` hears of every operation ahead of it. Throws what was refused. */
  release(before: (operation: TableOperation) => void, flush?: IpvsSettings["flushAtStop"]): Promise<void> {
    return this.#inTurn(() => this.#release(before, flush));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => {});
    return next;
  }

  #own(keys: ReadonlySet<string>): void {
    const owned = this.#owned;
    const isSame = keys.size === owned.size && [...keys].every((key) => owned.has(key));
    this.#owned = keys;
    if (!isSame) this.#deps.remember(keys);
  }

  #fail(error: KernelTableError): void {
    this.#view = { ok: false, error };
    if (this.#lastFailure === error.message) return;
    this.#lastFailure = error.message;
    this.#deps.onFailure(`IPVS: ${error.message}`, { code: error.code });
  }

  async #read(believed: ActualTable | null): Promise<TableView> {
    const { kernel, now, loadModule, log } = this.#deps;
    let result = await kernel.read(believed);
    if (!result.ok && result.error.code === "ipvs.missing" && now() - this.#loadedAt >= LOAD_EVERY_MS) {
      this.#loadedAt = now();
      await loadModule();
      result = await kernel.read(believed);
    }
    if (!result.ok) {
      this.#settled = null;
      this.#fail(result.error);
      return { ok: false, error: result.error };
    }
    if (this.#lastFailure !== "") log("IPVS: the table can be read again");
    this.#lastFailure = "";
    this.#view = { ok: true, table: result.value };
    return this.#view;
  }

  async #adjust(reread: boolean): Promise<TableView> {
    const before = this.#view?.ok ? this.#view.table : null;
    // Until what is wanted stands, nothing is believed.
    const current = reread || !this.#view?.ok ? await this.#read(this.#settled ? before : null) : this.#view;
    if (!current.ok) return current;
    // The reader returns the same table while nothing has changed, and what was wanted of it was done.
    const isDone = this.#settled === this.#desired && this.#patience.size === 0;
    if (reread && current.table === before && isDone) return current;
    if (reread) this.#nameForeignChanges(current.table);
    await this.#bring(current.table, this.#desired, reread || !before);
    return this.#view ?? current;
  }

  async #bring(actual: ActualTable, wanted: DesiredTable, reread: boolean): Promise<void> {
    const at = this.#deps.now();
    // What was read may differ from what it was brought to; what is waited for is not there yet.
    const believed = reread || this.#patience.size > 0 ? null : this.#settled;
    const wished = diffTables(wanted, actual, this.#owned, believed);
    const operations = askable(this.#patience, wished, at);
    const done = new Set<TableOperation>();
    if (operations.length > 0) {
      const result = await this.#deps.kernel.apply(operations);
      if (!result.ok) {
        this.#settled = null;
        return this.#fail(result.error);
      }
      this.#noteRefusals(result.value);
      const refused = new Set(result.value.map(({ operation }) => operation));
      this.#patience = stepPatience(this.#patience, wished, refused, this.#deps.now());
      for (const operation of operations) if (!refused.has(operation)) done.add(operation);
      this.#view = { ok: true, table: foldOperations(actual, [...done]) };
    } else if (wished.length === 0) this.#patience = new Map();
    this.#settled = wanted;
    const unfinished = wished.filter((operation) => !done.has(operation));
    this.#own(new Set([...wanted.keys(), ...unfinished.map((operation) => serviceKey(serviceOf(operation)))]));
  }

  async #release(before: (operation: TableOperation) => void, flush: IpvsSettings["flushAtStop"]): Promise<void> {
    const { kernel } = this.#deps;
    const held = this.#desired;
    this.#desired = new Map();
    const current = await kernel.read();
    if (!current.ok) return;
    if (flush === "table") this.#own(new Set([...this.#owned, ...current.value.keys()]));
    const removals = diffTables(this.#desired, inOrderOf(held, current.value), this.#owned);
    const operations = flush ? removals.filter(({ op }) => op === "delete-service") : removals;
    operations.forEach(before);
    if (operations.length === 0) return this.#own(new Set());
    const result = await kernel.apply(operations);
    if (!result.ok) throw new Error(result.error.message);
    const [first] = result.value;
    if (first) throw new Error(`can't ${explainOperation(first.operation)}: ${first.errno}`);
    this.#own(new Set());
  }

  #nameForeignChanges(actual: ActualTable): void {
    if (!this.#settled) return;
    const { log } = this.#deps;
    const changes = diffTables(this.#settled, actual, this.#owned)
      .map(explainOperation)
      .filter((text) => !this.#patience.has(text));
    for (const text of changes.slice(0, NAMED_CHANGES)) {
      log(`IPVS: someone else changed the table; putting it right: ${text}`);
    }
    if (changes.length > NAMED_CHANGES) log(`IPVS: and ${changes.length - NAMED_CHANGES} more such changes`);
  }

  #noteRefusals(failures: readonly Refusal[]): void {
    const { log, onFailure } = this.#deps;
    const fresh = rootRefusals(failures).filter(({ operation }) => !this.#patience.has(explainOperation(operation)));
    for (const failure of fresh.slice(0, NAMED_CHANGES)) {
      const operation = explainOperation(failure.operation);
      onFailure(`IPVS: can't ${describeRefusal(failure)}`, { code: failure.errno, operation });
    }
    if (fresh.length > NAMED_CHANGES) log(`IPVS: and ${fresh.length - NAMED_CHANGES} more refused changes`);
  }
}
