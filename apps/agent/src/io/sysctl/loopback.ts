import { addressBytes, addressText } from "@baton/shared/net/ip-address.ts";
import netlink from "netlink";

/** include/uapi/linux/rtnetlink.h, netlink.h, if_addr.h */
const NLM_F_CREATE = 0x400;
const NLM_F_EXCL = 0x200;
const RT_SCOPE_HOST = 254;
const AF_INET = 2;
const AF_INET6 = 10;
const IFA_F_NODAD = { nodad: true } as const;
const TIMEOUT_MS = 2000;

export interface LoopbackAddress {
  readonly address: string;
  readonly prefixLength: number;
}

/** The loopback interface of this network namespace, by rtnetlink. Every call throws the kernel's error. */
export interface Loopback {
  isUp(): Promise<boolean>;
  up(): Promise<void>;
  addresses(): Promise<readonly LoopbackAddress[]>;
  /** Adding what is there, or removing what is not, is no error. */
  add(address: string, prefixLength: number): Promise<void>;
  remove(address: string, prefixLength: number): Promise<void>;
  close(): void;
}

/** The library names the errno at the end of its message and nowhere else. */
const ignoring = async (errno: "EEXIST" | "EADDRNOTAVAIL", work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error && error.message.endsWith(errno))) throw error;
  }
};

export const openLoopback = (): Loopback => {
  const socket = netlink.createRtNetlink();
  const options = { timeout: TIMEOUT_MS };
  const link = async () => {
    const links = await socket.getLinks(undefined, undefined, options);
    const found = links.find(({ attrs }) => attrs.ifname === "lo");
    if (found?.data.index === undefined) throw new Error("this host has no interface lo");
    return { index: found.data.index, up: found.data.flags?.up === true };
  };
  const message = async (address: string, prefixLength: number) => {
    const bytes = addressBytes(address);
    if (!bytes) throw new Error(`"${address}" is not an IP address`);
    const inet = bytes.length === 4;
    const { index } = await link();
    const data = {
      family: inet ? AF_INET : AF_INET6,
      prefixlen: prefixLength,
      index,
      scope: inet ? 0 : RT_SCOPE_HOST,
      ...(inet ? {} : { flags: IFA_F_NODAD }),
    };
    const buffer = Buffer.from(bytes);
    return { data, attrs: { local: buffer, address: buffer } };
  };
  return {
    isUp: async () => (await link()).up,
    up: async () => {
      const { index } = await link();
      await socket.setLink({ index, change: { up: true }, flags: { up: true } }, undefined, options);
    },
    addresses: async () => {
      const { index } = await link();
      const found = await socket.getAddresses(undefined, undefined, options);
      return found.flatMap(({ data, attrs }) => {
        const bytes = attrs.local ?? attrs.address;
        if (data.index !== index || !bytes || data.prefixlen === undefined) return [];
        return [{ address: addressText(bytes), prefixLength: data.prefixlen }];
      });
    },
    add: async (address, prefixLength) => {
      const { data, attrs } = await message(address, prefixLength);
      await ignoring("EEXIST", socket.newAddress(data, attrs, { ...options, flags: NLM_F_CREATE | NLM_F_EXCL }));
    },
    remove: async (address, prefixLength) => {
      const { data, attrs } = await message(address, prefixLength);
      await ignoring("EADDRNOTAVAIL", socket.delAddress(data, attrs, options));
    },
    close: () => socket.socket.close(),
  };
};
