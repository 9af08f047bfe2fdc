import type { AddressFamily } from "@baton/shared/net/ip-address.ts";
import { VRRP_GROUP } from "@baton/shared/net/vrrp-group.ts";
import { AUTH_AH } from "../../core/vrrp/advert.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { onlyRenews } from "../../core/vrrp/renewal.ts";
import { authenticate } from "./authentication.ts";
import type { VrrpDeps } from "./deps.ts";
import { refusedEvent } from "./describe.ts";
import { advertInterface } from "./link-condition.ts";
import {
  addressesIn,
  type Envelope,
  familyIn,
  multicastGroupIn,
  openEnvelope,
  type RefusedPacket,
  readAdvert,
  sameAdvert,
  virtualRouterIdIn,
} from "./packets.ts";
import type { HeardPacket, Router } from "./router.ts";

const UNKNOWN_SENDER = "an unreadable packet";
/** Of routers with another VRID, how many are remembered as looked at. */
const MAX_STRANGERS = 1024;

/** By VRID; the same VRID over IPv4 and over IPv6 means two virtual routers (RFC 5798 section 1.2). */
interface Place extends Readonly<Record<AddressFamily, (Router | undefined)[]>> {
  readonly all: Router[];
}

const put = (places: Map<string, Place>, key: string, router: Router): void => {
  const { family, virtualRouterId } = router.params;
  const place = places.get(key) ?? { inet: [], inet6: [], all: [] };
  place.all.push(router);
  place[family][virtualRouterId] = router;
  places.set(key, place);
};

/** Whom skip_check_adv_addr spares the comparison of addresses: the master that a backup has heard before. */
const knownMaster = ({ params, state }: Router): string | undefined =>
  params.skipAddressCheck && state.phase.name === "backup" ? state.master?.address : undefined;

/** The router for which a packet says what the one accepted last said: nothing is made of it anew. */
const repeatedBy = (place: Place, bytes: Uint8Array): Router | undefined => {
  const router = place[familyIn(bytes)][virtualRouterIdIn(bytes) ?? 0];
  const last = router?.lastHeard;
  return last && last.params === router.params && sameAdvert(last.bytes, bytes) ? router : undefined;
};

/** From a packet on an interface to an event for its virtual router, or to a count under the reason. */
export class Reception {
  readonly #deps: Pick<VrrpDeps, "clock" | "event" | "log" | "recorder">;
  readonly #routers: ReadonlyMap<string, Router>;
  readonly #deliver: (router: Router, event: RouterEvent) => void;
  readonly #byInterface = new Map<string, Place>();
  /** By interface and multicast group, where one interface has several: each may have the same VRIDs. */
  readonly #byGroup = new Map<string, Place>();
  readonly #strangers = new Set<string>();
  /** log_unknown_vrids. */
  logsStrangers = false;

  constructor(
    deps: Pick<VrrpDeps, "clock" | "event" | "log" | "recorder">,
    routers: ReadonlyMap<string, Router>,
    deliver: (router: Router, event: RouterEvent) => void,
  ) {
    this.#deps = deps;
    this.#routers = routers;
    this.#deliver = deliver;
  }

  /** To be called when the set of routers changed. */
  index(): void {
    this.#byInterface.clear();
    this.#byGroup.clear();
    this.#strangers.clear();
    const routers = [...this.#routers.values()];
    for (const router of routers) put(this.#byInterface, advertInterface(router.config), router);
    if (routers.every(({ params }) => params.group === VRRP_GROUP[params.family])) return;
    for (const router of routers)
      put(this.#byGroup, `${advertInterface(router.config)} ${router.params.group}`, router);
  }

  #placeOf(interfaceName: string, bytes: Uint8Array): Place | undefined {
    const group = this.#byGroup.size > 0 ? multicastGroupIn(bytes) : null;
    return group === null ? this.#byInterface.get(interfaceName) : this.#byGroup.get(`${interfaceName} ${group}`);
  }

  /** Whether every router that hears adverts on the interface is backup. */
  isCalm(interfaceName: string): boolean {
    const all = this.#byInterface.get(interfaceName)?.all ?? [];
    return all.every(({ state }) => state.phase.name === "backup");
  }

  /** `bytes` are good for the time of the call; they came `at` (monotonic). */
  receive(interfaceName: string, bytes: Uint8Array, at: number): void {
    const place = this.#placeOf(interfaceName, bytes);
    const repeated = place && repeatedBy(place, bytes);
    const last = repeated?.lastHeard;
    if (repeated && last) {
      if (last.renews === repeated.state) repeated.heardAgainAt = at;
      else this.#accept(repeated, last, at);
      return;
    }
    const envelope = openEnvelope(bytes);
    if (!envelope.ok) {
      this.#refuseOn(interfaceName, envelope.error);
      return;
    }
    const { family, virtualRouterId } = envelope.value;
    const router = place?.[family][virtualRouterId];
    if (!router) this.#meetStranger(interfaceName, envelope.value, bytes);
    else this.#hear(router, envelope.value, bytes, at);
  }

  /**
   * Of adverts that only renew a backup's timer the last is kept back until somebody asks; here it is delivered. A
   * recording has every one, as it comes.
   */
  settle(router: Router): void {
    const { lastHeard, heardAgainAt } = router;
    if (heardAgainAt === 0 || lastHeard === null) return;
    router.heardAgainAt = 0;
    this.#accept(router, lastHeard, heardAgainAt);
  }

  settleAll(): void {
    for (const router of this.#routers.values()) this.settle(router);
  }

  #hear(router: Router, envelope: Envelope, bytes: Uint8Array, at: number): void {
    const { params } = router;
    const packet = envelope.read();
    if (!packet.ok) {
      this.#refuse(router, UNKNOWN_SENDER, packet.error);
      return;
    }
    const { source } = packet.value;
    const authenticated = authenticate(router, bytes, packet.value);
    if (!authenticated.ok) {
      this.#refuse(router, source, authenticated.error);
      return;
    }
    const advert = readAdvert(params, authenticated.value, knownMaster(router));
    if (!advert.ok) {
      this.#refuse(router, source, advert.error);
      return;
    }
    this.settle(router);
    const heard = { params, bytes: Uint8Array.from(bytes), from: source, advert: advert.value, renews: null };
    // With AH a repeated packet is a forged one.
    if (params.authType !== AUTH_AH) router.lastHeard = heard;
    this.#accept(router, heard, at);
  }

  #accept(router: Router, heard: HeardPacket, at: number): void {
    const { from, advert } = heard;
    this.#deliver(router, { type: "advert", at, from, advert });
    const renews = !this.#deps.recorder && onlyRenews(router.params, router.state, from, advert);
    heard.renews = renews ? router.state : null;
  }

  /**
   * Other virtual routers share the link, and keepalived is silent about all of them. One that speaks for the very
   * addresses of a router of ours has another VRID by mistake. Every stranger is looked at once.
   */
  #meetStranger(interfaceName: string, envelope: Envelope, bytes: Uint8Array): void {
    const stranger = `${interfaceName} ${envelope.virtualRouterId} ${bytes.subarray(...envelope.sourceAt).join()}`;
    if (this.#strangers.has(stranger) || this.#strangers.size >= MAX_STRANGERS) return;
    this.#strangers.add(stranger);
    const packet = envelope.read();
    if (!packet.ok) return;
    if (this.logsStrangers) {
      const { virtualRouterId } = envelope;
      this.#deps.log(
        `Unknown VRID(${virtualRouterId}) received on interface(${interfaceName}) from ${packet.value.source}. ignoring...`,
      );
    }
    const claimed = new Set(addressesIn(packet.value));
    for (const router of this.#routers.values()) {
      const { addresses, virtualRouterId, family } = router.params;
      if (advertInterface(router.config) !== interfaceName || family !== envelope.family) continue;
      if (!addresses.some((address) => claimed.has(address))) continue;
      const detail = `virtual_router_id ${envelope.virtualRouterId} for the same addresses, expected ${virtualRouterId}`;
      this.#refuse(router, packet.value.source, { kind: "virtual-router-id", detail });
    }
  }

  #refuseOn(interfaceName: string, refused: RefusedPacket): void {
    for (const router of this.#routers.values()) {
      if (advertInterface(router.config) === interfaceName) this.#refuse(router, UNKNOWN_SENDER, refused);
    }
  }

  #refuse(router: Router, from: string, { kind, detail }: RefusedPacket): void {
    const at = Math.round(this.#deps.clock.wall());
    const count = (router.refused.get(kind) ?? 0) + 1;
    router.refused.set(kind, count);
    router.lastRefused.set(kind, { from, detail, at });
    router.refusedCount++;
    if (count === 1) this.#deps.event(refusedEvent(router.config.name, kind, from, detail, at));
  }
}
