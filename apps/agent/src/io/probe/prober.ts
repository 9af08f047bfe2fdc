import { assertNever } from "@baton/shared/base/assert-never.ts";
import type { BfdCheck, Checker } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import type { Prober } from "../../ports/prober.ts";
import type { BfdWord } from "../../ports/process-channel.ts";
import { createPrepareCommand } from "../script/prepare-command.ts";
import { certificateContext } from "./client-certificate.ts";
import { createFileProber } from "./file.ts";
import { createLane } from "./lane.ts";
import { probeMisc } from "./misc.ts";
import type { Ping } from "./ping.ts";
import { createSignals } from "./signals.ts";
import { createTcpProber } from "./tcp.ts";

/** How many probes may be under way at once. */
export interface ProberLimits {
  readonly sockets: number;
  readonly programs: number;
  /** Told in a sentence when probes have to wait. */
  readonly warn?: (text: string) => void;
}

export interface FullProber extends Prober {
  /** What is said of the sessions of BFD_CHECKs. */
  bfd(word: BfdWord): void;
}

/**
 * Runs probes, so many at once; the others wait in order. What a kind of check needs is loaded with its first probe:
 * HTTP and TLS alone take 14 MB. Each checker has one probe at a time, so the queues are bounded by the configuration.
 */
export const createProber = ({ sockets, programs, warn = () => {} }: ProberLimits): FullProber => {
  const ending = new AbortController();
  const socketLane = createLane(sockets);
  const programLane = createLane(programs);
  const tcp = createTcpProber(ending.signal, socketLane, warn);
  const files = createFileProber(warn);
  const sessions = createSignals<BfdWord>();
  let ping: Promise<Ping> | null = null;
  let prepare = createPrepareCommand({ security: false, user: null });
  let context = certificateContext(null);

  const pingOnce = (): Promise<Ping> => {
    ping ??= import("./ping.ts").then(({ createPing }) => createPing());
    return ping;
  };

  const followSession = async (checker: BfdCheck): Promise<ProbeOutcome> => {
    const word = await sessions.next(checker, checker.session);
    if (word?.up) return { ok: true };
    return { ok: false, kind: "other", reason: word?.reason ?? `${checker.session} is not followed` };
  };

  const run = (checker: Checker): Promise<ProbeOutcome> => {
    const { signal } = ending;
    switch (checker.kind) {
      case "TCP_CHECK":
        return tcp(checker);
      case "HTTP_GET":
      case "SSL_GET":
        return socketLane.run(async () => (await import("./http.ts")).probeHttp(checker, signal, context));
      case "SMTP_CHECK":
        return socketLane.run(async () => (await import("./smtp.ts")).probeSmtp(checker, signal));
      case "DNS_CHECK":
        return socketLane.run(async () => (await import("./dns.ts")).probeDns(checker, signal));
      case "UDP_CHECK":
        return socketLane.run(async () => (await import("./udp.ts")).probeUdp(checker, signal));
      case "PING_CHECK":
        return socketLane.run(async () => (await pingOnce())(checker, signal));
      case "FILE_CHECK":
        return files.probe(checker);
      case "BFD_CHECK":
        return followSession(checker);
      case "MYSQL_CHECK":
        return socketLane.run(async () => (await import("./mysql.ts")).probeMysql(checker, signal));
      case "MISC_CHECK":
        return programLane.run(() => probeMisc(checker, prepare, signal));
      default:
        return assertNever(checker);
    }
  };

  return {
    probe: run,
    configure: (scripts, { trackFiles = [], bfdSessions = [], certificate = null } = {}) => {
      prepare = createPrepareCommand(scripts);
      files.follow(trackFiles);
      sessions.keep(new Set(bfdSessions));
      context = certificateContext(certificate);
    },
    bfd: (word) => sessions.set(word.name, word),
    close: () => {
      ending.abort();
      files.close();
    },
  };
};
