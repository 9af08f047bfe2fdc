import type { TcpCalls } from "./tcp-calls.ts";
import type { TcpPlace } from "./tcp-place.ts";

/**
 * Sockets for probes. Where a connection was there at once, resetting it leaves a socket as good as new, which spares the
 * kernel to take one down and set one up: a third of its work for a probe.
 */
export interface TcpSockets {
  /** A file descriptor, or the name of the error: "EMFILE". */
  take(place: TcpPlace): number | string;
  /** Begins a connection; null when it is made or under way, or the name of the error. */
  connect(fd: number, place: TcpPlace): string | null;
  /** Ends the connection of a socket that is not watched. */
  giveBack(fd: number, place: TcpPlace): void;
  close(): void;
}

/** Kept for each family. */
const MOST_KEPT = 64;

/** What was set on a socket stays on it, so only those that nothing was set on are used again. */
const isPlain = ({ from, options }: TcpPlace): boolean => from === null && options.length === 0;

export const createTcpSockets = (calls: TcpCalls): TcpSockets => {
  const kept = new Map<number, number[]>();

  const keptOf = (family: number): number[] => {
    const known = kept.get(family);
    if (known) return known;
    const fresh: number[] = [];
    kept.set(family, fresh);
    return fresh;
  };

  return {
    take: (place) => (isPlain(place) ? keptOf(place.family).pop() : undefined) ?? calls.socket(place.family),
    connect: (fd, { options, from, to }) => {
      for (const [option, value] of options) {
        const code = calls.setOption(fd, option, value);
        if (code !== null) return code;
      }
      return (from && calls.bind(fd, from)) ?? calls.connect(fd, to);
    },
    giveBack: (fd, place) => {
      const list = keptOf(place.family);
      if (isPlain(place) && list.length < MOST_KEPT && calls.disconnect(fd)) list.push(fd);
      else calls.close(fd);
    },
    close: () => {
      for (const list of kept.values()) for (const fd of list) calls.close(fd);
      kept.clear();
    },
  };
};
