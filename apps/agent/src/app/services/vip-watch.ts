import type { KernelLinks, KernelLinksOptions, LinkTable } from "../../ports/kernel-links.ts";
import { TableWatch } from "../vrrp/table-watch.ts";

/** Knows which addresses this host carries, by the kernel's word. */
export interface VipWatch {
  /**
   * Whether an interface other than loopback carries it. On loopback it is a real server's, which every director of
   * a two-node pair has. True while the kernel has not said anything yet.
   */
  holds(address: string): boolean;
  /** Begins to watch, if that is not done yet; resolves after the first look. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface VipWatchDeps {
  readonly open: (options: KernelLinksOptions) => KernelLinks | Promise<KernelLinks>;
  /** An address came or went. */
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** linux/netdevice.h: the loopback interface is the first of every network namespace. */
const LOOPBACK_INDEX = 1;

const carried = ({ addresses }: LinkTable): ReadonlySet<string> =>
  new Set(addresses.filter(({ interfaceIndex }) => interfaceIndex !== LOOPBACK_INDEX).map(({ address }) => address));

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((address) => b.has(address));

export const createVipWatch = ({ open, onChange, log }: VipWatchDeps): VipWatch => {
  let held: ReadonlySet<string> | null = null;
  let kernel: KernelLinks | null = null;
  let watch: TableWatch | null = null;
  let started: Promise<void> | null = null;
  let closed = false;

  const onTable = (table: LinkTable): void => {
    const next = carried(table);
    const changed = held === null || !same(held, next);
    held = next;
    if (changed) onChange();
  };
  const onError = (sentence: string): void => log(`addresses can't be read: ${sentence}`);

  const begin = async (): Promise<void> => {
    const opened = await open({ onChange: () => watch?.request(), onError });
    if (closed) return opened.close();
    kernel = opened;
    watch = new TableWatch(opened, onTable, onError);
    await watch.settled();
  };

  return {
    holds: (address) => held === null || held.has(address),
    start: () => {
      started ??= begin();
      return started;
    },
    close: async () => {
      closed = true;
      await watch?.close();
      kernel?.close();
    },
  };
};
