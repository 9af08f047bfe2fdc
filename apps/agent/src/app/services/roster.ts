import type { VirtualServer } from "@baton/shared/config/model.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import type { MonitoredServer } from "./monitor.ts";
import { monitoredServers } from "./monitored.ts";

/** The real servers of the configuration, by virtual server and by name. */
export class Roster {
  #ofServices: ReadonlyMap<VirtualServer, readonly MonitoredServer[]> = new Map();
  #byKey: ReadonlyMap<string, MonitoredServer> = new Map();
  #hasTwins = false;

  /** Takes a configuration; a virtual server that is the same object keeps its entries. `found` is what the kernel had before. */
  take(
    virtualServers: readonly VirtualServer[],
    found: ActualTable | null,
    isDrained: (key: string) => boolean,
  ): readonly MonitoredServer[] {
    const before = this.#ofServices;
    this.#ofServices = new Map(
      virtualServers.map((each) => [each, before.get(each) ?? monitoredServers([each], found, isDrained)] as const),
    );
    const entries = [...this.#ofServices.values()].flat();
    this.#byKey = new Map(entries.map((entry) => [entry.key, entry]));
    this.#hasTwins = this.#byKey.size < entries.length;
    return entries;
  }

  /** By its name; of one that is written twice the last. */
  serverOf(key: string): MonitoredServer | null {
    return this.#byKey.get(key) ?? null;
  }

  /** Each once, by name. */
  serversOf(virtualServers: readonly VirtualServer[]): ReadonlyMap<string, MonitoredServer> {
    const entries = virtualServers.flatMap((each) => this.#ofServices.get(each) ?? []);
    return new Map(entries.map((entry) => [entry.key, entry]));
  }

  /** Some server is written twice, so that its virtual server is not the only one that it concerns. */
  get hasTwins(): boolean {
    return this.#hasTwins;
  }
}
