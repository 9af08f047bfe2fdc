import type { CodedError } from "@baton/shared/base/coded-error.ts";
import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import type { BfdWord } from "../../ports/process-channel.ts";
import { AnnouncePace } from "./announce-pace.ts";
import { Belongings } from "./belongings.ts";
import type { VrrpDeps } from "./deps.ts";
import { Executor } from "./executor.ts";
import { FactReporter } from "./fact-reporter.ts";
import { leftovers } from "./link-condition.ts";
import { LinkSet } from "./link-set.ts";
import { Observer } from "./observer.ts";
import { createRateLimit } from "./rate-limit.ts";
import { Reception } from "./reception.ts";
import { reloadRouters } from "./reload.ts";
import { createRouter, type Router } from "./router.ts";
import { Stepper } from "./stepper.ts";
import { Surroundings } from "./surroundings.ts";
import { SyncGroups } from "./sync-groups.ts";
import { TableWatch } from "./table-watch.ts";
import { Tidings } from "./tidings.ts";
import { LinkDelays } from "./track-delays.ts";
import { createTrackDesk, type TrackDesk } from "./track-desk.ts";
import { WakeUps } from "./wake-ups.ts";

/** The VRRP process: its parts, put together, and its life from start to stop. */
export class VrrpEngine {
  readonly #deps: VrrpDeps;
  readonly #kernel: KernelLinks;
  readonly #links: LinkSet;
  readonly #executor: Executor;
  readonly #watch: TableWatch;
  readonly #reception: Reception;
  readonly #facts: FactReporter;
  readonly #wakeUps: WakeUps;
  readonly #desk: TrackDesk;
  readonly #belongings: Belongings;
  readonly #surroundings: Surroundings;
  readonly #observer: Observer;
  readonly #stepper: Stepper;
  readonly #tidings: Tidings;
  readonly #routers = new Map<string, Router>();
  readonly #groups = new SyncGroups(this.#routers);
  readonly #delays = new LinkDelays();
  readonly #pace: AnnouncePace;
  #confirmAt: number;
  #stopped = false;

  constructor(given: VrrpDeps) {
    const tidings = new Tidings();
    const deps: VrrpDeps = {
      ...given,
      log: (line) => tidings.tell(() => given.log(line)),
      event: (event) => tidings.tell(() => given.event(event)),
    };
    this.#deps = deps;
    this.#tidings = tidings;
    const { clock } = deps;
    const now = () => clock.monotonic();
    this.#confirmAt = now() + CONFIRM_EVERY_MS;
    this.#pace = new AnnouncePace(now);
    const repeats = createRateLimit();
    const complain = (sentence: string): void => {
      if (repeats.allows(sentence, now())) deps.log(sentence);
    };
    this.#kernel = deps.openKernel({ onChange: () => this.#watch.request(), onError: complain });
    this.#watch = new TableWatch(this.#kernel, (table, stale) => this.#meetTable(table, stale), complain);
    const dispatch = (router: Router, event: RouterEvent): void => void this.#stepper.dispatch(router, event);
    this.#reception = new Reception(deps, this.#routers, dispatch);
    this.#links = new LinkSet(
      deps.openLink,
      (name, packet, at) => this.#reception.receive(name, packet, at),
      (name) => this.#reception.isCalm(name),
      (name, sentence) => this.#linkFailed(name, sentence),
    );
    const table = () => this.#surroundings.table;
    this.#belongings = new Belongings({
      kernel: this.#kernel,
      table,
      settings: deps.settings,
      runFirewall: deps.runFirewall,
      log: complain,
    });
    this.#surroundings = new Surroundings({
      routers: this.#routers,
      groups: this.#groups,
      links: this.#links,
      belongings: this.#belongings,
      now,
    });
    this.#executor = new Executor({
      deps,
      kernel: this.#kernel,
      links: this.#links,
      table,
      repeats,
      pace: this.#pace,
      onAddressesChanged: () => this.#watch.request(),
    });
    this.#facts = new FactReporter(deps, () => this.#wakeUps.lag);
    this.#desk = createTrackDesk(deps.openHelper, deps, (results) => {
      if (!this.#stopped) this.#observer.meetTracks(results);
    });
    this.#wakeUps = new WakeUps({
      now,
      log: deps.log,
      routers: this.#routers,
      listen: () => this.#links.drain(),
      settle: () => this.#reception.settleAll(),
      together: (work) => tidings.during(() => this.#executor.together(work)),
      alsoAt: () => Math.min(this.#confirmAt, this.#delays.lookAt),
      onWake: (at) => this.#lookAround(at),
      tick: (router, at) => dispatch(router, this.#groups.tickOf(router, at)),
    });
    this.#stepper = new Stepper({
      clock,
      groups: this.#groups,
      executor: this.#executor,
      belongings: this.#belongings,
      desk: this.#desk,
      facts: this.#facts,
      tidings,
      recorder: deps.recorder,
      settle: (router) => this.#reception.settle(router),
      expect: (at) => this.#wakeUps.expect(at),
    });
    this.#observer = new Observer({
      deps,
      routers: this.#routers,
      surroundings: this.#surroundings,
      dispatch,
      changed: (router) => this.#facts.changed(router, () => this.#wallOffset()),
    });
  }

  /** What is tracked and notified; before `start` and `reload`. */
  plan(model: ConfigModel): void {
    this.#groups.plan(model.syncGroups ?? []);
    this.#delays.configure(model.linkDelays ?? []);
    this.#reception.logsStrangers = model.globals.logsUnknownVrids === true;
    this.#pace.configure(model.globals.announcePauses);
    this.#desk.plan(model);
    this.#belongings.plan(model);
    if (!this.#surroundings.tableKnown)
      this.#surroundings.holdUntil = this.#deps.clock.monotonic() + (model.globals.vrrpStartupDelay ?? 0);
  }

  bfd(word: BfdWord): void {
    this.#desk.bfd(word);
  }

  /** Resolves when the instances have started. Rejects when the kernel's tables can't be read. */
  async start(instances: readonly VrrpInstance[]): Promise<void> {
    this.#surroundings.table = this.#delays.apply(await this.#belongings.establish(), this.#deps.clock.monotonic());
    this.#surroundings.tableKnown = true;
    this.#begin(instances);
    await this.#executor.settled();
    this.#watch.request();
    this.#wakeUps.rearm();
  }

  /** Disturbs only what changed: see `reloadRouters`. */
  reload(instances: readonly VrrpInstance[]): void {
    const fresh = reloadRouters(
      {
        deps: this.#deps,
        routers: this.#routers,
        surroundings: this.#surroundings,
        stepper: this.#stepper,
        executor: this.#executor,
        belongings: this.#belongings,
        facts: this.#facts,
        desk: this.#desk,
        followLinks: () => this.#followLinks(),
      },
      instances,
    );
    this.#begin(fresh);
    const at = this.#deps.clock.monotonic();
    for (const router of this.#routers.values()) this.#observer.look(router, at);
    this.#belongings.keep(this.#routers.values());
    this.#wakeUps.rearm();
  }

  router(name: string): Router | null {
    return this.#routers.get(name) ?? null;
  }

  /** Null when done; the refusal otherwise. Waits for the kernel's word on the addresses. */
  async command(router: Router, event: RouterEvent): Promise<CodedError | null> {
    const actions = this.#stepper.dispatch(router, event);
    for (const action of actions) if (action.type === "command-refused") return action.error;
    await this.#executor.settled();
    await this.#watch.settled();
    return null;
  }

  /** Priority 0 from every master, addresses off, sockets closed. */
  async stop(reason: string): Promise<void> {
    if (this.#stopped) return;
    this.#tidings.during(() => {
      for (const router of this.#routers.values())
        this.#stepper.dispatch(router, { type: "stop", at: this.#deps.clock.monotonic(), reason });
    });
    this.#stopped = true;
    this.#stepper.close();
    this.#wakeUps.close();
    this.#pace.close();
    await Promise.all([this.#executor.settled(), this.#belongings.finish()]);
    this.#deps.log(`wake-ups by lateness: ${this.#wakeUps.describeLag()}`);
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
    this.#surroundings.index();
    this.#followLinks();
    for (const router of fresh) {
      const left = leftovers(router.config, this.#surroundings.table);
      if (left.length > 0) {
        this.#executor.changeAddresses(router, "remove", left, "left behind by an earlier run, removed");
      }
      this.#belongings.remove(router.config);
      this.#observer.adjust(router, clock.monotonic());
    }
    for (const router of fresh) this.#observer.startIfReady(router, clock.monotonic());
  }

  #followLinks(): void {
    const configs = [...this.#routers.values()].map((router) => router.config);
    this.#links.follow(this.#surroundings.table, configs);
  }

  #wallOffset(): number {
    return this.#deps.clock.wall() - this.#deps.clock.monotonic();
  }

  #lookAround(at: number): void {
    if (at >= this.#confirmAt) {
      this.#confirmAt = at + CONFIRM_EVERY_MS;
      this.#watch.request();
    }
    if (this.#delays.isDue(at)) this.#watch.request();
  }

  #linkFailed(name: string, sentence: string): void {
    this.#deps.log(`receiving on ${name} failed: ${sentence}`);
    this.#links.drop(name);
    this.#watch.request();
  }

  #meetTable(actual: LinkTable, stale: boolean): void {
    if (!this.#surroundings.tableKnown || this.#stopped) return;
    const at = this.#deps.clock.monotonic();
    const { view } = this.#surroundings;
    this.#surroundings.table = this.#delays.apply(actual, at);
    if (view !== this.#surroundings.view || !this.#links.isWhole) this.#followLinks();
    this.#belongings.keep(this.#routers.values());
    this.#observer.meetTable(stale, at);
    this.#facts.confirm(this.#routers.values(), this.#wallOffset(), this.#deps.clock.wall());
    this.#wakeUps.expect(this.#delays.lookAt);
  }
}
