import type { CodedError } from "@baton/shared/base/coded-error.ts";
import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";
import type { LinkCondition, RouterEvent } from "../../core/vrrp/event.ts";
import { nextDeadline } from "../../core/vrrp/next-deadline.ts";
import { paramsOf } from "../../core/vrrp/params.ts";
import { canReconfigure, reconfigure } from "../../core/vrrp/reconfigure.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
import { step } from "../../core/vrrp/step.ts";
import { judgeTracks, type TrackResults, type TrackVerdict } from "../../core/vrrp/track.ts";
import { describeLag, type LagHistogram, NO_LAG, recordLag } from "../../core/vrrp/track-lag.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import { type Alarm, createAlarm } from "./alarm.ts";
import type { VrrpDeps } from "./deps.ts";
import { addressEvent } from "./describe.ts";
import { Executor } from "./executor.ts";
import { FactReporter } from "./fact-reporter.ts";
import { everyAddress, heldAddresses, leftovers, linkCondition, trackedAdjustment } from "./link-condition.ts";
import { LinkSet } from "./link-set.ts";
import { createRateLimit } from "./rate-limit.ts";
import { Reception } from "./reception.ts";
import { createRouteKeeper, type RouteKeeper } from "./route-keeper.ts";
import { createRouter, type Router } from "./router.ts";
import { sameInstance } from "./same-instance.ts";
import { SyncGroups } from "./sync-groups.ts";
import { TableWatch } from "./table-watch.ts";
import { LinkDelays } from "./track-delays.ts";
import { createTrackDesk, type TrackDesk } from "./track-desk.ts";

const EMPTY_TABLE: LinkTable = { links: [], addresses: [] };
/** How long a late wake-up may spend on reading what arrived meanwhile, however much keeps coming. */
const MAX_DRAIN_MS = 200;
/** The owner of static_routes in the log. */
const STATIC = "static";
/** A wake-up that is later than this is told. */
const STALL_MS = 100;

/** The event loop of the VRRP process: events in, the machine's step, actions out, one alarm. */
export class VrrpEngine {
  readonly #deps: VrrpDeps;
  readonly #kernel: KernelLinks;
  readonly #links: LinkSet;
  readonly #executor: Executor;
  readonly #watch: TableWatch;
  readonly #reception: Reception;
  readonly #facts: FactReporter;
  readonly #alarm: Alarm;
  readonly #desk: TrackDesk;
  readonly #routes: RouteKeeper;
  /** Wanted, and set so far. */
  #staticRoutes: readonly VirtualRoute[] = [];
  #staticSet: readonly VirtualRoute[] = [];
  readonly #routers = new Map<string, Router>();
  readonly #groups = new SyncGroups(this.#routers);
  #table: LinkTable = EMPTY_TABLE;
  #vips: ReadonlySet<string> = new Set();
  #tableKnown = false;
  #tracks: TrackResults = new Map();
  readonly #delays = new LinkDelays();
  #lag: LagHistogram = NO_LAG;
  readonly #stalls = createRateLimit();
  #confirmAt: number;
  /** What the alarm is set to. */
  #alarmAt = Number.POSITIVE_INFINITY;
  #draining = false;
  #stopped = false;

  constructor(deps: VrrpDeps) {
    this.#deps = deps;
    const now = () => deps.clock.monotonic();
    this.#confirmAt = now() + CONFIRM_EVERY_MS;
    this.#alarm = createAlarm(now, () => this.#wake());
    const repeats = createRateLimit();
    const complain = (sentence: string): void => {
      if (repeats.allows(sentence, now())) deps.log(sentence);
    };
    this.#kernel = deps.openKernel({ onChange: () => this.#watch.request(), onError: complain });
    this.#watch = new TableWatch(this.#kernel, (table, stale) => this.#meetTable(table, stale), complain);
    this.#reception = new Reception(deps, this.#routers, (router, event) => this.#dispatch(router, event));
    this.#links = new LinkSet(
      deps.openLink,
      (name, packet) => this.#reception.receive(name, packet),
      (name, sentence) => this.#linkFailed(name, sentence),
    );
    this.#executor = new Executor({
      deps,
      kernel: this.#kernel,
      links: this.#links,
      table: () => this.#table,
      repeats,
      onAddressesChanged: () => this.#watch.request(),
    });
    this.#facts = new FactReporter(deps);
    this.#routes = createRouteKeeper(this.#kernel, () => this.#table, complain);
    this.#desk = createTrackDesk(deps.openHelper, deps, (results) => this.#meetTracks(results));
  }

  /** What is tracked and notified; before `start` and `reload`. */
  plan(model: ConfigModel): void {
    this.#groups.plan(model.syncGroups ?? []);
    this.#delays.configure(model.linkDelays ?? []);
    this.#desk.plan(model);
    this.#staticRoutes = model.staticRoutes ?? [];
  }

  /** Resolves when the instances have started. Rejects when the kernel's tables can't be read. */
  async start(instances: readonly VrrpInstance[]): Promise<void> {
    this.#table = this.#delays.apply(await this.#kernel.read(), this.#deps.clock.monotonic());
    this.#tableKnown = true;
    this.#begin(instances);
    await this.#executor.settled();
    this.#watch.request();
    this.#rearm();
  }

  /**
   * Leaves unchanged instances alone, and changes others while they run where that can be; what has become another
   * virtual router is stopped and started anew.
   */
  reload(instances: readonly VrrpInstance[]): void {
    const wanted = new Map(instances.map((instance) => [instance.name, instance]));
    for (const router of [...this.#routers.values()]) {
      const config = wanted.get(router.config.name);
      if (config && (sameInstance(config, router.config) || this.#reconfigure(router, config))) continue;
      const reason = config ? "configuration changed, restarting" : "no longer configured";
      this.#deps.log(`(${router.config.name}) ${reason}`);
      this.#dispatch(router, { type: "stop", at: this.#deps.clock.monotonic(), reason });
      this.#routers.delete(router.config.name);
      this.#facts.forget(router.config.name);
    }
    this.#begin(instances.filter((instance) => !this.#routers.has(instance.name)));
    const at = this.#deps.clock.monotonic();
    for (const router of this.#routers.values()) {
      this.#adjust(router, at);
      this.#meetLink(router, at);
    }
    this.#keepRoutes();
    this.#rearm();
  }

  /** False: it can't be done while it runs. */
  #reconfigure(router: Router, config: VrrpInstance): boolean {
    const params = paramsOf(config);
    if (config.interface !== router.config.interface || !canReconfigure(router.params, params)) return false;
    this.#deps.log(`(${config.name}) configuration changed`);
    const [from, before, routes] = [router.params, everyAddress(router.config), router.config.routes ?? []];
    const { state, actions } = reconfigure(from, params, router.state, this.#deps.clock.monotonic());
    router.config = config;
    router.params = params;
    router.packets.clear();
    router.addressProblem = null;
    router.held = heldAddresses(config, this.#table);
    router.reported = "";
    // New interfaces of addresses are opened before anything is announced there.
    this.#links.follow(this.#table, this.#configs());
    if (state.phase.name === "master") {
      this.#executor.exchangeAddresses(router, before);
      this.#routes.exchange(config.name, routes, config.routes ?? []);
    }
    this.#apply(router, state, actions);
    return true;
  }

  router(name: string): Router | null {
    return this.#routers.get(name) ?? null;
  }

  /** Null when done; the refusal otherwise. Waits for the kernel's word on the addresses. */
  async command(router: Router, event: RouterEvent): Promise<CodedError | null> {
    const actions = this.#dispatch(router, event);
    for (const action of actions) if (action.type === "command-refused") return action.error;
    await this.#executor.settled();
    await this.#watch.settled();
    return null;
  }

  /** Priority 0 from every master, addresses off, sockets closed. */
  async stop(reason: string): Promise<void> {
    if (this.#stopped) return;
    for (const router of this.#routers.values()) {
      this.#dispatch(router, { type: "stop", at: this.#deps.clock.monotonic(), reason });
    }
    this.#stopped = true;
    this.#alarm.set(Number.POSITIVE_INFINITY);
    this.#routes.exchange(STATIC, this.#staticSet, []);
    await Promise.all([this.#executor.settled(), this.#routes.settled()]);
    this.#deps.log(`wake-ups by lateness: ${describeLag(this.#lag)}`);
    await this.#watch.close();
    await this.#desk.finish();
    this.#links.close();
    this.#kernel.close();
  }

  #begin(instances: readonly VrrpInstance[]): void {
    const { clock } = this.#deps;
    const fresh = instances.map((instance) => createRouter(instance, clock.monotonic(), Math.round(clock.wall())));
    for (const router of fresh) this.#routers.set(router.config.name, router);
    this.#reception.index();
    this.#vips = new Set(this.#configs().flatMap((config) => everyAddress(config).map(({ address }) => address)));
    this.#links.follow(this.#table, this.#configs());
    for (const router of fresh) {
      const left = leftovers(router.config, this.#table);
      if (left.length > 0) {
        this.#executor.changeAddresses(router, "remove", left, "left behind by an earlier run, removed");
      }
      this.#routes.change(router.config.name, "remove", router.config.routes ?? []);
      this.#adjust(router, clock.monotonic());
    }
    for (const router of fresh) this.#startIfReady(router, clock.monotonic());
  }

  /** Nothing is entered, and nobody told of a fault, before what the instance (or its group) depends on has a result. */
  #startIfReady(router: Router, at: number): void {
    if (router.state.phase.name !== "initialize") return;
    const starting = [router, ...this.#groups.others(router)].filter(({ state }) => state.phase.name === "initialize");
    const waitsFor = starting.map((each) => this.#judge(each).waitsFor).find((each) => each !== null);
    if (waitsFor) {
      router.cause = `waiting for the first result of ${waitsFor}`;
      this.#facts.changed(router, this.#wallOffset());
    } else this.#dispatch(router, { type: "start", at, link: this.#condition(router) });
  }

  #configs(): VrrpInstance[] {
    return [...this.#routers.values()].map((router) => router.config);
  }

  /** A router of a sync group is as usable as the least usable member. */
  #condition(router: Router): LinkCondition {
    const own = this.#ownCondition(router);
    if (!own.usable) return own;
    for (const other of this.#groups.others(router)) {
      const theirs = this.#ownCondition(other);
      if (theirs.usable) continue;
      const { name } = other.config;
      return { usable: false, problem: `sync group ${this.#groups.nameOf(router)}: ${name}: ${theirs.problem}` };
    }
    return own;
  }

  #ownCondition(router: Router): LinkCondition {
    const { addressProblem } = router;
    if (addressProblem && this.#deps.clock.monotonic() < addressProblem.until)
      return { usable: false, problem: addressProblem.sentence };
    const problem = this.#links.problem(router.config.interface) ?? this.#judge(router).problem;
    return linkCondition(router.config, this.#table, this.#vips, problem);
  }

  #dispatch(router: Router, event: RouterEvent): readonly RouterAction[] {
    if (this.#stopped) return [];
    const { state, actions } = step(router.params, router.state, event);
    this.#apply(router, state, actions);
    for (const told of this.#groups.afterwards(router, event, actions)) this.#dispatch(told.router, told.event);
    return actions;
  }

  #apply(router: Router, state: RouterState, actions: readonly RouterAction[]): void {
    const before = router.state;
    router.state = state;
    for (const action of actions) {
      if (action.type === "transition") {
        router.since = Math.round(this.#deps.clock.wall());
        router.cause = action.cause;
        this.#desk.transition(router.config, action);
      }
      const { name, routes = [] } = router.config;
      if (action.type === "remove-addresses") this.#routes.change(name, "remove", routes);
      // Leaving by fault the state has no source any more, but the last words still need one.
      this.#executor.perform(router, state.ownAddress ?? before.ownAddress, action);
      if (action.type === "add-addresses") this.#routes.change(name, "add", routes);
    }
    this.#facts.changed(router, this.#wallOffset());
    this.#expect(nextDeadline(state));
  }

  #wallOffset(): number {
    return this.#deps.clock.wall() - this.#deps.clock.monotonic();
  }

  /** Only ever brings the alarm forward: one that rings for nothing costs less than looking at all on every advert. */
  #expect(at: number): void {
    if (at >= this.#alarmAt || this.#draining || this.#stopped) return;
    this.#alarmAt = at;
    this.#alarm.set(at);
  }

  #rearm(): void {
    let at = Math.min(this.#confirmAt, this.#delays.lookAt);
    for (const router of this.#routers.values()) at = Math.min(at, nextDeadline(router.state));
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#expect(at);
  }

  #wake(): void {
    if (this.#stopped) return;
    const now = this.#deps.clock.monotonic();
    if (Number.isFinite(this.#alarmAt)) this.#meetLag(now - this.#alarmAt);
    // Nothing may set the alarm between here and the end of the wake-up.
    this.#alarmAt = Number.NEGATIVE_INFINITY;
    if (now >= this.#confirmAt) {
      this.#confirmAt = now + CONFIRM_EVERY_MS;
      this.#watch.request();
    }
    if (this.#delays.isDue(now)) this.#watch.request();
    if (this.#mustListenFirst(now)) this.#drain(now + MAX_DRAIN_MS);
    else this.#tickDue(now);
  }

  #meetLag(lagMs: number): void {
    this.#lag = recordLag(this.#lag, Math.max(0, lagMs));
    if (lagMs < STALL_MS || !this.#stalls.allows("stall", this.#deps.clock.monotonic())) return;
    this.#deps.log(`woke up ${Math.round(lagMs)} ms late (so far: ${describeLag(this.#lag)})`);
  }

  /**
   * Timers run before sockets are read. A backup whose timer ended, or a master that overslept, first hears what has
   * been waiting in the socket: otherwise its own stall would look like the other's death.
   */
  #mustListenFirst(now: number): boolean {
    for (const { state, params } of this.#routers.values()) {
      const { phase } = state;
      if (phase.name === "backup" && now >= phase.masterDownAt) return true;
      if (phase.name === "master" && now >= phase.advertAt + params.advertInterval) return true;
    }
    return false;
  }

  #drain(until: number): void {
    this.#draining = true;
    const before = this.#reception.received;
    setImmediate(() => {
      if (this.#stopped) return;
      const now = this.#deps.clock.monotonic();
      if (now < until && this.#reception.received !== before) {
        this.#drain(until);
        return;
      }
      this.#draining = false;
      this.#tickDue(now);
    });
  }

  #tickDue(at: number): void {
    for (const router of this.#routers.values()) {
      if (at >= nextDeadline(router.state)) this.#dispatch(router, this.#groups.tickOf(router, at));
    }
    this.#rearm();
  }

  #linkFailed(name: string, sentence: string): void {
    this.#deps.log(`receiving on ${name} failed: ${sentence}`);
    this.#links.drop(name);
    this.#watch.request();
  }

  #meetTable(actual: LinkTable, stale: boolean): void {
    if (!this.#tableKnown || this.#stopped) return;
    const at = this.#deps.clock.monotonic();
    const table = this.#delays.apply(actual, at);
    this.#table = table;
    this.#links.follow(table, this.#configs());
    this.#keepRoutes();
    for (const router of this.#routers.values()) {
      router.held = heldAddresses(router.config, table);
      this.#adjust(router, at);
      this.#meetLink(router, at);
      if (!stale) this.#noticeLoss(router, at);
      this.#facts.changed(router, this.#wallOffset());
    }
    this.#facts.confirm(this.#routers.values(), this.#wallOffset(), this.#deps.clock.wall());
    this.#expect(this.#delays.lookAt);
  }

  /** What the kernel dropped with an interface comes back with it; what is there already is left as it is. */
  #keepRoutes(): void {
    this.#routes.keep(STATIC, this.#staticSet, this.#staticRoutes);
    this.#staticSet = this.#staticRoutes;
    for (const { state, config } of this.#routers.values()) {
      if (state.phase.name === "master") this.#routes.change(config.name, "add", config.routes ?? []);
    }
  }

  #meetTracks(results: TrackResults): void {
    this.#tracks = results;
    if (!this.#tableKnown || this.#stopped) return;
    const at = this.#deps.clock.monotonic();
    for (const router of this.#routers.values()) {
      this.#adjust(router, at);
      if (router.state.phase.name === "initialize") this.#startIfReady(router, at);
      else this.#meetLink(router, at);
    }
  }

  #judge(router: Router): TrackVerdict {
    const { name } = router.state.phase;
    return judgeTracks(router.config, this.#tracks, name === "initialize" || name === "fault");
  }

  #adjust(router: Router, at: number): void {
    const links = trackedAdjustment(router.config, this.#table);
    const tracks = this.#judge(router);
    const adjustment = links.adjustment + tracks.adjustment;
    if (adjustment === router.state.adjustment) return;
    const parts = links.adjustment === 0 ? tracks.parts : [links.cause, ...tracks.parts];
    this.#dispatch(router, { type: "adjust", at, adjustment, cause: parts.join(", ") || "no weights" });
  }

  #meetLink(router: Router, at: number): void {
    const { phase, ownAddress } = router.state;
    const link = this.#condition(router);
    const known = phase.name === "fault" ? phase.problem : ownAddress;
    if (known !== (link.usable ? link.address : link.problem) || link.usable === (phase.name === "fault")) {
      this.#dispatch(router, { type: "link", at, link });
    }
  }

  #noticeLoss(router: Router, at: number): void {
    if (router.state.phase.name !== "master" || router.changesInFlight > 0) return;
    const held = new Set(router.held);
    const lost = everyAddress(router.config).filter((address) => !held.has(address));
    if (lost.length === 0) return;
    if (router.state.phase.restoreAt !== null) return;
    for (const address of lost) {
      if (router.lastAddressError !== null) break;
      const text = `${address.address}/${address.prefixLength}`;
      const wall = Math.round(this.#deps.clock.wall());
      const event = addressEvent(
        "address.removed",
        router.config.name,
        text,
        address.interface,
        wall,
        "removed by someone else",
      );
      this.#deps.event({ ...event, severity: "warning" });
    }
    this.#dispatch(router, { type: "addresses-lost", at, addresses: lost.map((address) => address.address) });
  }
}
