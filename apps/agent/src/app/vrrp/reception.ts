import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { VrrpDeps } from "./deps.ts";
import { refusedEvent } from "./describe.ts";
import { openEnvelope, type RefusedPacket, readAdvert } from "./packets.ts";
import type { Router } from "./router.ts";

const UNKNOWN_SENDER = "an unreadable packet";

/** The same VRID over IPv4 and over IPv6 means two virtual routers (RFC 5798 section 1.2). */
const place = (interfaceName: string, family: AddressFamily, virtualRouterId: number): string =>
  `${interfaceName} ${family} ${virtualRouterId}`;

/** From a packet on an interface to an event for its virtual router, or to a count under the reason. */
export class Reception {
  readonly #deps: Pick<VrrpDeps, "clock" | "event">;
  readonly #routers: ReadonlyMap<string, Router>;
  readonly #deliver: (router: Router, event: RouterEvent) => void;
  readonly #byPlace = new Map<string, Router>();
  /** Packets so far, whatever became of them. */
  received = 0;

  constructor(
    deps: Pick<VrrpDeps, "clock" | "event">,
    routers: ReadonlyMap<string, Router>,
    deliver: (router: Router, event: RouterEvent) => void,
  ) {
    this.#deps = deps;
    this.#routers = routers;
    this.#deliver = deliver;
  }

  /** To be called when the set of routers changed. */
  index(): void {
    this.#byPlace.clear();
    for (const router of this.#routers.values()) {
      const { params, config } = router;
      this.#byPlace.set(place(config.interface, params.family, params.virtualRouterId), router);
    }
  }

  receive(interfaceName: string, bytes: Uint8Array): void {
    this.received++;
    const envelope = openEnvelope(bytes);
    if (!envelope.ok || envelope.value.virtualRouterId === null) {
      const refused = envelope.ok ? { kind: "truncated", detail: "no VRRP header" } : envelope.error;
      for (const router of this.#routers.values()) {
        if (router.config.interface === interfaceName) this.#refuse(router, UNKNOWN_SENDER, refused);
      }
      return;
    }
    const { packet, virtualRouterId } = envelope.value;
    const router = this.#byPlace.get(place(interfaceName, familyOf(packet.source), virtualRouterId));
    // Other virtual routers share the link; keepalived is silent about them too.
    if (!router) return;
    const advert = readAdvert(router.params, packet);
    if (!advert.ok) {
      this.#refuse(router, packet.source, advert.error);
      return;
    }
    const at = this.#deps.clock.monotonic();
    this.#deliver(router, { type: "advert", at, from: packet.source, advert: advert.value });
  }

  #refuse(router: Router, from: string, { kind, detail }: RefusedPacket): void {
    const count = (router.refused.get(kind) ?? 0) + 1;
    router.refused.set(kind, count);
    if (count > 1) return;
    this.#deps.event(refusedEvent(router.config.name, kind, from, detail, Math.round(this.#deps.clock.wall())));
  }
}
