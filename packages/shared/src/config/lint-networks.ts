import { familyOf } from "../net/ip-address.ts";
import { isInNetwork, parseNetwork } from "../net/network.ts";
import type { ConfigModel } from "./model.ts";
import type { PairReport } from "./pair-report.ts";

/** By interface, the addresses with prefix lengths that it is known to have: "192.168.1.2/24". */
export type KnownNetworks = ReadonlyMap<string, readonly string[]>;

interface Network {
  readonly interface: string;
  readonly address: string;
  readonly prefixLength: number;
}

/** A single address says nothing about the network around it, and may be the VIP itself. */
const isNetwork = ({ address, prefixLength }: Network): boolean =>
  prefixLength < (familyOf(address) === "inet" ? 32 : 128);

const networksOf = (model: ConfigModel, known: KnownNetworks): readonly Network[] =>
  [
    ...[...known].flatMap(([name, texts]) =>
      texts.flatMap((text) => {
        const network = parseNetwork(text);
        return network ? [{ interface: name, ...network }] : [];
      }),
    ),
    ...(model.staticAddresses ?? []),
  ].filter(isNetwork);

/**
 * Virtual addresses that fit none of the networks of their interface: nobody on the wire sends packets for them there.
 * Says nothing about an interface whose networks are not known, and nothing about link-local addresses.
 */
export const lintNetworks = (model: ConfigModel, known: KnownNetworks, report: PairReport): void => {
  const networks = networksOf(model, known);
  for (const instance of model.vrrpInstances) {
    for (const virtual of [...instance.virtualAddresses, ...instance.excludedAddresses]) {
      const around = networks.filter(
        (network) => network.interface === virtual.interface && familyOf(network.address) === familyOf(virtual.address),
      );
      const fits = around.some(({ address, prefixLength }) => isInNetwork(virtual.address, address, prefixLength));
      if (around.length === 0 || fits || isInNetwork(virtual.address, "fe80::", 10)) continue;
      const list = around.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(", ");
      report(
        "warning",
        "pair.outside-network",
        instance,
        `${virtual.address} of ${instance.name} is in none of the networks of ${virtual.interface} (${list})`,
      );
    }
  }
};
