import type { ConfigModel, RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { IpvsSettings } from "@baton/shared/config/model-service.ts";
import { isInService } from "../../core/health/server.ts";
import { expandServices } from "../../core/ipvs/expand.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import type { TableOperation } from "../../core/ipvs/operation.ts";
import { hasAddress, type OwnService, virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import { type Adjuster, createAdjuster } from "./adjuster.ts";
import { type BoundaryTeller, createBoundaryTeller, exchanged, keysOf } from "./boundary-teller.ts";
import { createFactTeller, type FactTeller } from "./fact-teller.ts";
import { healthEvent } from "./health-event.ts";
import { createMonitor, type HealthChange, type Monitor, type MonitoredServer } from "./monitor.ts";
import { createQuorumKeeper, type QuorumKeeper } from "./quorum-keeper.ts";
import { Roster } from "./roster.ts";
import type { ServicesContext, ServicesDeps } from "./services-deps.ts";
import type { Speakers } from "./speakers.ts";
import { TableKeeper, type TableView } from "./table-keeper.ts";
import { createTableWish, type TableWish } from "./table-wish.ts";
import { createTimeoutsKeeper, type TimeoutsKeeper } from "./timeouts-keeper.ts";
import { createVipWatch, type VipWatch } from "./vip-watch.ts";
import { createWeightKeeper, type WeightKeeper } from "./weight-keeper.ts";
import { removingLine } from "./wording.ts";

/** How long scripts that tell of the end may take, milliseconds. */
const LAST_SCRIPTS_MS = 3000;

/** The parts, knotted together: health makes weights, weights make the wanted table, each change is told once. */
export class LoadBalancer {
  readonly keeper: TableKeeper;
  readonly vips: VipWatch;
  readonly weights: WeightKeeper;
  readonly #context: Pick<ServicesContext, "report" | "released">;
  readonly #deps: ServicesDeps;
  readonly #speakers: Speakers;
  readonly #monitor: Monitor;
  readonly #quorum: QuorumKeeper;
  readonly #facts: FactTeller;
  readonly #wish: TableWish;
  readonly #timeouts: TimeoutsKeeper;
  readonly #adjuster: Adjuster;
  readonly #boundaries: BoundaryTeller;
  readonly #roster = new Roster();
  #virtualServers: readonly VirtualServer[] = [];
  #settings: IpvsSettings = {};
  #stopping = false;

  constructor(context: Pick<ServicesContext, "report" | "released">, deps: ServicesDeps, speakers: Speakers) {
    this.#context = context;
    this.#deps = deps;
    this.#speakers = speakers;
    const { log, tell, teller } = speakers;
    this.keeper = this.#createKeeper();
    this.#timeouts = createTimeoutsKeeper({ kernel: deps.kernel, log, onFailure: speakers.onFailure });
    this.#monitor = this.#createMonitor();
    this.weights = this.#createWeights();
    this.#quorum = createQuorumKeeper({
      isUp: this.#isUp,
      weightOf: this.weights.quorumWeightOf,
      onChange: (virtualServer, has) => this.#meetQuorum(virtualServer, has),
      tell,
      log,
    });
    this.#facts = this.#createFacts();
    this.vips = createVipWatch({ open: deps.openLinks, onChange: () => this.#meetAddresses(), log });
    this.#wish = createTableWish((virtualServer) =>
      expandServices(virtualServer, this.#isUp, this.#quorum.holds, this.weights.weightOf, this.#isWanted),
    );
    this.#adjuster = createAdjuster(
      () => this.#adjust(),
      () => this.#stopping,
      deps.clock.monotonic,
    );
    this.#boundaries = createBoundaryTeller({ teller, isUp: this.#isUp, hasQuorum: this.#quorum.holds });
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  /** By its key. */
  readonly serverOf = (key: string): MonitoredServer | null => this.#roster.serverOf(key);

  /** Brings the kernel's table to what is wanted; the sentence of what failed. */
  readonly adjust = (): Promise<string | null> => this.#adjuster.now();

  /** Takes a configuration in; `found` is what the kernel had before. */
  watch({ virtualServers, globals }: ConfigModel, found: ActualTable | null): void {
    this.#virtualServers = virtualServers;
    this.#settings = globals.ipvs ?? {};
    this.#timeouts.want(this.#settings.timeouts ?? null);
    // Until the first look is over every address counts as held; the caller of a start waits for it.
    if (virtualServers.some(({ haSuspend, onlyWhileMaster }) => haSuspend || onlyWhileMaster)) void this.vips.start();
    if (this.weights.watch(virtualServers)) this.#wish.touchAll();
    const isDrained = (key: string): boolean => this.weights.wordOn(key)?.override?.weight === 0;
    this.#monitor.watch(this.#roster.take(virtualServers, found, isDrained));
    if (this.weights.weigh()) this.#wish.touchAll();
    this.#quorum.watch(virtualServers);
  }

  /** The table as it is wanted now. */
  async bring(): Promise<TableView> {
    if (this.weights.weigh()) this.#wish.touchAll();
    for (const virtualServer of this.#wish.touched(this.#virtualServers)) this.#quorum.follow(virtualServer);
    const view = await this.keeper.want(this.#wish.table(this.#virtualServers));
    if (view.ok) await this.#timeouts.settle();
    return view;
  }

  /** Servers and quorums that are there from the start. */
  tellStart(withServers: boolean): void {
    this.#boundaries.began(this.#virtualServers, new Set(), withServers);
  }

  /** Reads the table again, puts right what someone else changed, and tells what is there. */
  async refresh(): Promise<void> {
    if (this.weights.expire()) await this.#adjust();
    const view = await this.keeper.refresh();
    if (view.ok) await this.#timeouts.settle();
    if (!this.#stopping) this.#facts.tell(this.#virtualServers, view, true);
  }

  reload(next: ConfigModel): void {
    const { old, fresh } = exchanged(this.#virtualServers, next.virtualServers);
    const [before, kept] = [keysOf(old), keysOf(fresh)];
    this.#speakers.follow(next);
    for (const [key, { server, virtualServer }] of this.#roster.serversOf(old)) {
      if (!kept.has(key)) this.#speakers.log(removingLine(server, virtualServer));
    }
    this.#boundaries.ended(old, kept);
    this.watch(next, null);
    this.#boundaries.began(fresh, before, next.globals.notifyAtStart === true);
    void this.#adjuster.now();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#monitor.stop();
    try {
      await this.keeper.release((operation) => this.#announceRemoval(operation), this.#settings.flushAtStop);
      this.#context.released();
      // With omega the end of the process counts as the end of every server.
      const told = this.#virtualServers.filter(({ omega }) => omega);
      this.#boundaries.ended(told, new Set());
      await this.#speakers.teller.finish(LAST_SCRIPTS_MS);
    } finally {
      this.#speakers.close();
      await this.vips.close();
      this.#deps.kernel.close();
    }
  }

  #createKeeper(): TableKeeper {
    const { kernel, loadModule, clock, memory } = this.#deps;
    const { log, onFailure } = this.#speakers;
    const { owned: remembered, keepOwned: remember } = memory;
    return new TableKeeper({ kernel, log, onFailure, loadModule, now: clock.monotonic, remembered, remember });
  }

  #createMonitor(): Monitor {
    const { prober, clock, random } = this.#deps;
    return createMonitor({
      prober,
      now: clock.monotonic,
      wall: clock.wall,
      random,
      log: this.#speakers.log,
      onChange: (change) => this.#meetHealth(change),
      onStillDown: (key) => {
        const entry = this.serverOf(key);
        if (entry && !this.#stopping) this.#speakers.teller.server(entry.virtualServer, entry.server, false);
      },
      onWeight: () => this.#adjuster.soon(),
      isSuspended: (key) => {
        const service = this.serverOf(key)?.virtualServer;
        return service?.haSuspend === true && !hasAddress(service, this.vips.holds);
      },
    });
  }

  #createWeights(): WeightKeeper {
    const { clock, memory } = this.#deps;
    return createWeightKeeper({
      healthOf: this.#monitor.healthOf,
      anySaid: this.#monitor.anySaid,
      hasQuorum: (virtualServer) => this.#quorum.holds(virtualServer),
      wall: clock.wall,
      tell: this.#speakers.tell,
      remembered: memory.overrides,
      remember: memory.keepOverrides,
    });
  }

  #createFacts(): FactTeller {
    const { healthOf, revision } = this.#monitor;
    const { report } = this.#context;
    return createFactTeller({ report, wall: this.#deps.clock.wall, healthOf, wordOn: this.weights.wordOn, revision });
  }

  readonly #isUp = (virtualServer: VirtualServer, server: Pick<RealServer, "address" | "port">): boolean => {
    const health = this.#monitor.healthOf(realServerKey(virtualServerKey(virtualServer), server));
    return health === null || isInService(health);
  };

  readonly #isWanted = (server: VirtualServer, { address }: OwnService): boolean =>
    !server.onlyWhileMaster || (server.group?.marked ? hasAddress(server, this.vips.holds) : this.vips.holds(address));

  #meetHealth({ key, health }: HealthChange): void {
    const entry = this.serverOf(key);
    if (!entry || this.#stopping) return;
    this.#speakers.tell(healthEvent(entry, health));
    this.#speakers.teller.server(entry.virtualServer, entry.server, isInService(health));
    // The quorum is looked at then, once for all that changes in one turn.
    if (this.#roster.hasTwins) this.#wish.touchAll();
    else this.#wish.touch(entry.virtualServer);
    this.#adjuster.soon();
  }

  #meetQuorum(virtualServer: VirtualServer, has: boolean): void {
    this.#speakers.teller.quorum(virtualServer, has);
    // Who is the last server of the pool depends on whether the standby servers serve.
    if (virtualServer.realServers.some(({ standby }) => standby) && !this.#stopping) this.#adjuster.soon();
  }

  #meetAddresses(): void {
    this.#wish.touchAll();
    this.#adjuster.soon();
  }

  async #adjust(): Promise<string | null> {
    const view = await this.bring();
    this.#facts.tell(this.#virtualServers, view, false);
    return view.ok ? null : view.error.message;
  }

  #announceRemoval(operation: TableOperation): void {
    if (operation.op !== "delete-destination") return;
    const { id } = operation;
    const service = id.kind === "address" ? id : { address: "", port: 0, mark: id.mark };
    this.#speakers.log(removingLine(operation.destination, service), "servers removed at the end");
  }
}
