import type { VrrpInstance } from "@baton/shared/config/model.ts";
import { familyOfInstance, groupOfInstance } from "../../core/vrrp/params.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import type { Hearing } from "../../ports/packet-link.ts";
import { advertInterface, interfacesOf, linkNamed } from "./link-condition.ts";

export interface InterfaceUse {
  /** Adverts travel over IPv6 there. */
  readonly ipv6: boolean;
  /** Adverts behind an authentication header travel there. */
  readonly authenticated: boolean;
  readonly hearing: Hearing;
}

/** Of a kernel that does not tell. */
const USUAL_MTU = 1500;

const bufferBytes = ({ receiveBuffer: size }: VrrpInstance, mtu: number): number => {
  if (!size) return 0;
  return "bytes" in size ? size.bytes : size.mtus * mtu;
};

/** Every interface in use. All instances of one interface and family share a socket, so their buffers add up. */
export const interfaceUses = (
  instances: Iterable<VrrpInstance>,
  table: LinkTable,
): ReadonlyMap<string, InterfaceUse> => {
  const uses = new Map<string, InterfaceUse>();
  const use = (name: string): InterfaceUse =>
    uses.get(name) ?? {
      ipv6: false,
      authenticated: false,
      hearing: { groups: [], bufferBytes: { inet: 0, inet6: 0 } },
    };
  for (const instance of instances) {
    for (const name of interfacesOf(instance)) uses.set(name, use(name));
    const name = advertInterface(instance);
    const { ipv6, authenticated, hearing } = use(name);
    const family = familyOfInstance(instance);
    const group = groupOfInstance(instance);
    const more = bufferBytes(instance, linkNamed(table, name)?.mtu ?? USUAL_MTU);
    uses.set(name, {
      ipv6: ipv6 || family === "inet6",
      authenticated: authenticated || instance.authentication?.type === "AH",
      hearing: {
        // The device of a VRF, where only unicast is, can be in no group.
        groups: instance.inVrf || hearing.groups.includes(group) ? hearing.groups : [...hearing.groups, group],
        bufferBytes: { ...hearing.bufferBytes, [family]: hearing.bufferBytes[family] + more },
      },
    });
  }
  return uses;
};

/** Equal text, equal hearing. */
export const hearingText = ({ groups, bufferBytes: { inet, inet6 } }: Hearing): string =>
  `${groups.join()} ${inet} ${inet6}`;
