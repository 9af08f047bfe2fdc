import type { LinkCondition } from "../../core/vrrp/event.ts";
import { judgeTracks, type TrackResults, type TrackVerdict } from "../../core/vrrp/track.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import type { Belongings } from "./belongings.ts";
import { type Adjustment, advertInterface, everyAddress, linkCondition, trackedAdjustment } from "./link-condition.ts";
import type { LinkSet } from "./link-set.ts";
import type { Router } from "./router.ts";
import type { SyncGroups } from "./sync-groups.ts";

const EMPTY_TABLE: LinkTable = { links: [], addresses: [] };

export interface SurroundingsContext {
  readonly routers: ReadonlyMap<string, Router>;
  readonly groups: SyncGroups;
  readonly links: LinkSet;
  readonly belongings: Belongings;
  readonly now: () => number;
}

/** What the kernel and the tracked things said last, and what that means for an instance. */
export class Surroundings {
  #table: LinkTable = EMPTY_TABLE;
  /** Nothing is judged before the first table. */
  tableKnown = false;
  #tracks: TrackResults = new Map();
  /** vrrp_startup_delay: before this (monotonic) no instance starts. */
  holdUntil = 0;
  #vips: ReadonlySet<string> = new Set();
  #view: object = {};
  readonly #context: SurroundingsContext;

  constructor(context: SurroundingsContext) {
    this.#context = context;
  }

  get table(): LinkTable {
    return this.#table;
  }

  set table(table: LinkTable) {
    if (table !== this.#table) this.#view = {};
    this.#table = table;
  }

  set tracks(tracks: TrackResults) {
    this.#tracks = tracks;
    this.#view = {};
  }

  /** Another one as soon as the table, what is tracked or the set of addresses is another. */
  get view(): object {
    return this.#view;
  }

  /** To be called when the set of routers or an address of theirs changed. */
  index(): void {
    const configs = [...this.#context.routers.values()].map(({ config }) => config);
    this.#vips = new Set(configs.flatMap((config) => everyAddress(config).map(({ address }) => address)));
    this.#view = {};
  }

  judge(router: Router): TrackVerdict {
    const { name } = router.state.phase;
    return judgeTracks(router.config, this.#tracks, name === "initialize" || name === "fault");
  }

  /** What tracked interfaces, scripts, processes and files add to the priority together. */
  adjustment(router: Router): Adjustment {
    const links = trackedAdjustment(router.config, this.#table);
    const tracks = this.judge(router);
    const parts = links.adjustment === 0 ? tracks.parts : [links.cause, ...tracks.parts];
    return { adjustment: links.adjustment + tracks.adjustment, cause: parts.join(", ") || "no weights" };
  }

  /** What an instance that starts has to wait for, itself or another member of its group; null: nothing. */
  waitsFor(router: Router): string | null {
    if (this.#context.now() < this.holdUntil) return "vrrp_startup_delay to pass";
    const starting = [router, ...this.#context.groups.others(router)].filter(
      ({ state }) => state.phase.name === "initialize",
    );
    const first = starting.map((each) => this.judge(each).waitsFor).find((each) => each !== null);
    return first === undefined || first === null ? null : `the first result of ${first}`;
  }

  /** A router of a sync group is as usable as the least usable member. */
  condition(router: Router): LinkCondition {
    const own = this.#ownCondition(router);
    if (!own.usable) return own;
    for (const other of this.#context.groups.others(router)) {
      const theirs = this.#ownCondition(other);
      if (theirs.usable) continue;
      const { name } = other.config;
      return {
        usable: false,
        problem: `sync group ${this.#context.groups.nameOf(router)}: ${name}: ${theirs.problem}`,
      };
    }
    return own;
  }

  isGrouped(router: Router): boolean {
    return this.#context.groups.others(router).length > 0;
  }

  /** What can come between an instance and its work without a new view. */
  hasOwnProblem(router: Router): boolean {
    const { config, addressProblem } = router;
    const { links, belongings } = this.#context;
    return (
      addressProblem !== null ||
      links.problem(advertInterface(config)) !== null ||
      belongings.problem(config.name) !== null
    );
  }

  #ownCondition(router: Router): LinkCondition {
    const { addressProblem } = router;
    if (addressProblem && this.#context.now() < addressProblem.until)
      return { usable: false, problem: addressProblem.sentence };
    const { config } = router;
    const { links, belongings } = this.#context;
    const problem =
      links.problem(advertInterface(config)) ?? this.judge(router).problem ?? belongings.problem(config.name);
    const { name } = router.state.phase;
    return linkCondition(config, this.#table, this.#vips, problem, name === "backup" || name === "master");
  }
}
