import { randomBytes, randomInt } from "node:crypto";
import type { PingCheck } from "@baton/shared/config/model-checks.ts";
import { addressBytes, addressText, familyOf } from "@baton/shared/net/ip-address.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { decodeIcmp, type Echo, encodeEchoRequest, sameEcho } from "../../core/icmp/echo.ts";
import { classifyFailure } from "./classify.ts";
import { openPingSocket, type PingSocket } from "./ping-socket.ts";
import { type EndProbe, probeWithin } from "./within.ts";

interface Waiting {
  readonly address: string;
  readonly echo: Echo;
  readonly end: EndProbe;
}

/** One socket for all echoes that leave the same way, open while any of them waits. */
interface Way {
  readonly socket: PingSocket;
  /** By identifier and sequence. */
  readonly waiting: Map<number, Waiting>;
}

const TOKEN_BYTES = 16;
const MAX_NUMBER = 2 ** 32;

export type Ping = (check: PingCheck, signal: AbortSignal) => Promise<ProbeOutcome>;

/** Sends ICMP echoes and knows its own among all that come back, by number and by a token nobody can guess. */
export const createPing = (): Ping => {
  const ways = new Map<string, Way>();

  const hear = (way: Way, family: "inet" | "inet6", packet: Uint8Array, source: string): void => {
    const news = decodeIcmp(family, packet);
    if (!news) return;
    const waits = way.waiting.get(news.echo.identifier * 65_536 + news.echo.sequence);
    if (!waits || !sameEcho(waits.echo, news.echo)) return;
    if (news.type === "unreachable") waits.end({ ok: false, kind: "unreachable", reason: news.reason });
    else if (waits.address === canonical(source)) waits.end({ ok: true });
  };

  const wayOf = (check: PingCheck): { key: string; way: Way } => {
    const family = familyOf(check.connectAddress);
    const key = [family, check.bindAddress ?? "", check.bindInterface ?? "", check.mark ?? 0].join(" ");
    const known = ways.get(key);
    if (known) return { key, way: known };
    const waiting = new Map<number, Waiting>();
    const way: Way = {
      waiting,
      socket: openPingSocket(check, {
        onPacket: (packet, source) => hear(way, family, packet, source),
        onError: (error) => {
          const failed = classifyFailure(error);
          for (const { end } of [...waiting.values()]) end(failed);
        },
      }),
    };
    ways.set(key, way);
    return { key, way };
  };

  return (check, signal) =>
    probeWithin(check.connectTimeout, signal, (end) => {
      const { key, way } = wayOf(check);
      let number = randomInt(MAX_NUMBER);
      while (way.waiting.has(number)) number = randomInt(MAX_NUMBER);
      const identifier = Math.floor(number / 65_536);
      const echo = { identifier, sequence: number % 65_536, payload: randomBytes(TOKEN_BYTES) };
      way.waiting.set(number, { address: canonical(check.connectAddress), echo, end });
      const failed = way.socket.send(encodeEchoRequest(familyOf(check.connectAddress), echo), check.connectAddress);
      if (failed) end(classifyFailure(failed));
      return () => {
        way.waiting.delete(number);
        if (way.waiting.size > 0) return;
        way.socket.close();
        ways.delete(key);
      };
    });
};

/** One spelling of each address, without a zone. */
const canonical = (text: string): string => {
  const bytes = addressBytes(text.replace(/%.*$/, ""));
  return bytes ? addressText(bytes) : text;
};
