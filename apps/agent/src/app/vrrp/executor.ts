import { errorText } from "@baton/shared/base/error-text.ts";
import type { VirtualAddress } from "@baton/shared/config/model.ts";
import { addressBytes, familyOf } from "@baton/shared/net/ip-address.ts";
import { encodeGratuitousArp } from "../../core/packet/arp.ts";
import { encodeNeighborAdvert } from "../../core/packet/neighbor-advert.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";
import type { AddressOutcome, KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import type { AnnouncePace } from "./announce-pace.ts";
import type { VrrpDeps } from "./deps.ts";
import { addressEvent, garpLine, tell } from "./describe.ts";
import {
  addressChanges,
  addressExchange,
  advertInterface,
  everyAddress,
  extraAddresses,
  linkNamed,
} from "./link-condition.ts";
import type { LinkSet } from "./link-set.ts";
import { advertPackets } from "./packets.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Router } from "./router.ts";

export interface ExecutorContext {
  readonly deps: Pick<VrrpDeps, "clock" | "log" | "event">;
  readonly kernel: KernelLinks;
  readonly links: LinkSet;
  readonly table: () => LinkTable;
  readonly repeats: RateLimit;
  readonly pace: AnnouncePace;
  /** The kernel answered an address change. */
  readonly onAddressesChanged: (router: Router) => void;
}

const ETHERNET_MAC_BYTES = 6;
/** How long an instance whose addresses the kernel refused leaves mastership to others before it tries again. */
const ADDRESS_RETRY_MS = 60_000;

/** Performs the machine's actions in their order. Nothing here decides, and nothing here waits. */
export class Executor {
  readonly #context: ExecutorContext;
  /** Address changes under way, to be waited for at the end. */
  readonly #pending = new Set<Promise<void>>();
  #together = false;

  constructor(context: ExecutorContext) {
    this.#context = context;
  }

  /** `source`: the address adverts are sent from. */
  perform(router: Router, source: string | null, action: RouterAction): void {
    const { type } = action;
    if (type === "send-advert") {
      if (action.priority === 0) this.#tell(router, action);
      this.#sendAdvert(router, source, action.priority);
      return;
    }
    this.#tell(router, action);
    // What is queued came before.
    if (this.#together && (type.endsWith("-addresses") || type.endsWith("-garp"))) this.#context.links.flush();
    if (type === "add-addresses") this.changeAddresses(router, "add", everyAddress(router.config), "set");
    else if (type === "remove-addresses")
      this.changeAddresses(router, "remove", everyAddress(router.config), "removed");
    else if (type === "send-garp") this.#sendGarp(router, everyAddress(router.config), action.repeat);
    else if (type === "send-extra-garp") this.#sendGarp(router, extraAddresses(router.config), 1);
  }

  /** The adverts that `work` leads to are sent in as few system calls as possible. */
  together(work: () => void): void {
    this.#together = true;
    try {
      work();
    } finally {
      this.#together = false;
      this.#context.links.flush();
    }
  }

  /** Resolves when the kernel has answered every address change sent so far. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  changeAddresses(router: Router, op: "add" | "remove", addresses: readonly VirtualAddress[], why: string): void {
    const planned = addressChanges(op, addresses, this.#context.table());
    const possible = planned.flatMap(({ address, change }) => (change ? [{ address, change }] : []));
    for (const { address, change } of planned) {
      if (!change && op === "add") this.#failed(router, address, `there is no interface ${address.interface}`);
    }
    if (possible.length === 0) return;
    router.changesInFlight++;
    const work = this.#context.kernel
      .change(possible.map(({ change }) => change))
      .catch((error: unknown): AddressOutcome[] => {
        const failed = errorText(error);
        return possible.map(() => ({ failed }));
      })
      .then((outcomes) => {
        possible.forEach(({ address }, i) => {
          this.#told(router, op, address, outcomes[i] ?? "done", why);
        });
        if (op === "add") this.#refused(router, outcomes);
      })
      .finally(() => {
        router.changesInFlight--;
        this.#pending.delete(work);
        this.#context.onAddressesChanged(router);
      });
    this.#pending.add(work);
  }

  /** While master: what the new configuration adds is set and announced, what it drops is taken off. */
  exchangeAddresses(router: Router, from: readonly VirtualAddress[]): void {
    const { first, added, last } = addressExchange(from, everyAddress(router.config));
    const why = "configuration changed";
    if (first.length > 0) this.changeAddresses(router, "remove", first, why);
    if (added.length > 0) this.changeAddresses(router, "add", added, why);
    if (last.length > 0) this.changeAddresses(router, "remove", last, why);
    this.#sendGarp(router, added, router.params.garp.repeat);
  }

  #tell(router: Router, action: RouterAction): void {
    const { deps, repeats } = this.#context;
    const told = tell(router.config.name, router.config.interface, action, Math.round(deps.clock.wall()));
    for (const event of told.events) deps.event(event);
    const repeating = action.type === "heard-weaker" || action.type === "warn";
    for (const line of told.lines) {
      if (!repeating || repeats.allows(line, deps.clock.monotonic())) deps.log(line);
    }
  }

  #sendAdvert(router: Router, source: string | null, priority: number): void {
    const link = this.#context.links.get(advertInterface(router.config));
    if (!link || source === null) return;
    const packets = advertPackets(router, priority, source);
    let left = packets.length;
    let failed: string | null = null;
    const told = (error: string | null): void => {
      failed = error ?? failed;
      if (--left === 0) this.#advertSent(router, failed);
    };
    for (const { packet, destination } of packets) link.queuePacket(packet, destination, told);
    if (!this.#together) link.flush();
  }

  #advertSent(router: Router, error: string | null): void {
    if (error !== null && error !== router.lastSendError) {
      this.#context.deps.log(`(${router.config.name}) can't send adverts on ${router.config.interface}: ${error}`);
    }
    router.lastSendError = error;
  }

  #sendGarp(router: Router, addresses: readonly VirtualAddress[], repeat: number): void {
    for (const address of addresses) {
      const device = linkNamed(this.#context.table(), address.interface);
      const mac = device?.mac;
      const bytes = addressBytes(address.address);
      const link = this.#context.links.get(address.interface);
      if (!link || !bytes || mac?.length !== ETHERNET_MAC_BYTES) continue;
      this.#context.deps.log(garpLine(router.config.name, address.interface, address.address));
      const frame =
        familyOf(address.address) === "inet"
          ? encodeGratuitousArp(mac, bytes)
          : encodeNeighborAdvert(mac, bytes, device?.forwardsIpv6 ?? false);
      const family = familyOf(address.address);
      const announce = (): void => this.#announce(router, address, frame);
      for (let i = 0; i < repeat; i++) this.#context.pace.send(address.interface, family, address.address, announce);
    }
  }

  /** It may have waited: an address that is no longer this master's is not announced. */
  #announce(router: Router, address: VirtualAddress, frame: Uint8Array): void {
    const isOurs = everyAddress(router.config).some((each) => each.address === address.address);
    if (router.state.phase.name !== "master" || !isOurs) return;
    const sent = this.#context.links.get(address.interface)?.sendFrame(frame);
    if (!sent || sent.ok) return;
    const error = `announcing ${address.address} on ${address.interface} failed: ${sent.error}`;
    if (this.#context.repeats.allows(error, this.#context.deps.clock.monotonic()))
      this.#context.deps.log(`(${router.config.name}) ${error}`);
  }

  #told(router: Router, op: "add" | "remove", address: VirtualAddress, outcome: AddressOutcome, why: string): void {
    if (typeof outcome === "object") {
      this.#failed(router, address, outcome.failed);
      return;
    }
    router.lastAddressError = null;
    if (outcome === "already" && op === "remove") return;
    const text = outcome === "already" ? "was there already" : why;
    this.#addressEvent(op === "add" ? "address.added" : "address.removed", router, address, text);
  }

  /** A master that could add none of its addresses answers for nobody: its instance is put in fault for a while. */
  #refused(router: Router, outcomes: readonly AddressOutcome[]): void {
    const failures = outcomes.flatMap((outcome) => (typeof outcome === "object" ? [outcome.failed] : []));
    const [first] = failures;
    if (first === undefined || failures.length < everyAddress(router.config).length) return;
    const until = this.#context.deps.clock.monotonic() + ADDRESS_RETRY_MS;
    router.addressProblem = { sentence: `can't add its addresses: ${first}`, until };
  }

  /** A failure that repeats itself is told once. */
  #failed(router: Router, address: VirtualAddress, sentence: string): void {
    const error = `${address.address}: ${sentence}`;
    if (router.lastAddressError === error) return;
    router.lastAddressError = error;
    this.#addressEvent("address.failed", router, address, sentence);
  }

  #addressEvent(
    kind: "address.added" | "address.removed" | "address.failed",
    router: Router,
    address: VirtualAddress,
    why: string,
  ): void {
    const { clock, event } = this.#context.deps;
    const text = `${address.address}/${address.prefixLength}`;
    event(addressEvent(kind, router.config.name, text, address.interface, Math.round(clock.wall()), why));
  }
}
