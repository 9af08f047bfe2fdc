import { type BfdPacket, type BfdState, DIAGNOSTIC } from "./packet.ts";

/** One end of a BFD session: RFC 5880 in asynchronous mode. Pure; times are milliseconds, `at` is monotonic. */

export interface BfdSettings {
  readonly minTx: number;
  readonly minRx: number;
  /** Between packets while the session is not up. */
  readonly idleTx: number;
  readonly multiplier: number;
  /** Says nothing before it has heard the other end. */
  readonly passive: boolean;
}

export interface BfdSession {
  readonly state: BfdState;
  readonly diagnostic: number;
  readonly discriminator: number;
  /** What the other end said last; null: nothing, or not for a detection time. */
  readonly remote: BfdRemote | null;
  /** A change of our interval that the other end has not confirmed yet. */
  readonly polling: boolean;
  /** When the next packet leaves; null: not by time. */
  readonly nextTx: number | null;
  /** When silence means that the other end is gone. */
  readonly expiresAt: number | null;
}

interface BfdRemote {
  readonly discriminator: number;
  readonly state: BfdState;
  /** Microseconds. */
  readonly desiredMinTx: number;
  readonly requiredMinRx: number;
  readonly multiplier: number;
  readonly demand: boolean;
}

/** `random` is in [0, 1). */
export type BfdEvent =
  | { readonly type: "tick"; readonly at: number; readonly random: number }
  | { readonly type: "packet"; readonly at: number; readonly random: number; readonly packet: BfdPacket }
  /** The session is to end: the other end is told, and nothing more is said. */
  | { readonly type: "stop" };

export type BfdAction =
  | { readonly type: "send"; readonly packet: BfdPacket }
  /** `byHand`: the neighbour's operator has shut the session down, which says nothing about the way to it (RFC 5882 section 3.2). */
  | {
      readonly type: "changed";
      readonly from: BfdState;
      readonly to: BfdState;
      readonly reason: string;
      readonly byHand: boolean;
    };

export interface BfdStep {
  readonly session: BfdSession;
  readonly actions: readonly BfdAction[];
}

const MICROS = 1000;

/** `discriminator`: not 0, and no other session's of this host. */
export const startBfd = (settings: BfdSettings, discriminator: number, at: number): BfdSession => ({
  state: "down",
  diagnostic: DIAGNOSTIC.none,
  discriminator,
  remote: null,
  polling: false,
  nextTx: settings.passive ? null : at,
  expiresAt: null,
});

export const nextBfdDeadline = ({ nextTx, expiresAt }: BfdSession): number | null => {
  if (nextTx === null || expiresAt === null) return nextTx ?? expiresAt;
  return Math.min(nextTx, expiresAt);
};

/** bfd.DesiredMinTxInterval: not below a second while the session is not up (section 6.8.3), or as idle_tx says. */
const desiredTx = (settings: BfdSettings, state: BfdState): number =>
  state === "up" ? settings.minTx : Math.max(settings.idleTx, settings.minTx);

const packetOf = (settings: BfdSettings, session: BfdSession, final: boolean): BfdPacket => ({
  diagnostic: session.diagnostic,
  state: session.state,
  poll: session.polling && !final,
  final,
  demand: false,
  multiplier: settings.multiplier,
  myDiscriminator: session.discriminator,
  yourDiscriminator: session.remote?.discriminator ?? 0,
  desiredMinTx: Math.round(desiredTx(settings, session.state) * MICROS),
  requiredMinRx: Math.round(settings.minRx * MICROS),
});

/** The agreed interval, less up to a quarter at random; with a multiplier of 1 at least a tenth (section 6.8.7). */
const pauseOf = (settings: BfdSettings, session: BfdSession, random: number): number => {
  const agreed = Math.max(desiredTx(settings, session.state), (session.remote?.requiredMinRx ?? 0) / MICROS);
  const least = settings.multiplier === 1 ? 0.1 : 0;
  return agreed * (1 - (least + random * (0.25 - least)));
};

/** Nothing is sent by time to an end that wants nothing, or before a passive session has heard one. */
const isSilent = (settings: BfdSettings, { remote, state }: BfdSession): boolean => {
  if (!remote) return settings.passive;
  return remote.requiredMinRx === 0 || (remote.demand && remote.state === "up" && state === "up");
};

const schedule = (settings: BfdSettings, session: BfdSession, at: number, random: number): BfdSession => ({
  ...session,
  nextTx: isSilent(settings, session) && !session.polling ? null : at + pauseOf(settings, session, random),
});

const transition = (session: BfdSession, to: BfdState, diagnostic: number): BfdSession => ({
  ...session,
  state: to,
  diagnostic,
  // Coming up, our interval shrinks to min_tx, and the other end is asked to confirm it (section 6.5).
  polling: to === "up",
});

/** The state machine of section 6.8.6. Null: it stays. */
const heard = (state: BfdState, remote: BfdState): { to: BfdState; diagnostic: number } | null => {
  if (remote === "admin-down") return state === "down" ? null : { to: "down", diagnostic: DIAGNOSTIC.neighborDown };
  if (state === "down") {
    if (remote === "down") return { to: "init", diagnostic: DIAGNOSTIC.none };
    return remote === "init" ? { to: "up", diagnostic: DIAGNOSTIC.none } : null;
  }
  if (state === "init") return remote === "down" ? null : { to: "up", diagnostic: DIAGNOSTIC.none };
  return state === "up" && remote === "down" ? { to: "down", diagnostic: DIAGNOSTIC.neighborDown } : null;
};

const onPacket = (settings: BfdSettings, before: BfdSession, event: Extract<BfdEvent, { type: "packet" }>): BfdStep => {
  const { packet, at, random } = event;
  if (packet.yourDiscriminator !== 0 && packet.yourDiscriminator !== before.discriminator)
    return { session: before, actions: [] };
  const remote: BfdRemote = {
    discriminator: packet.myDiscriminator,
    state: packet.state,
    desiredMinTx: packet.desiredMinTx,
    requiredMinRx: packet.requiredMinRx,
    multiplier: packet.multiplier,
    demand: packet.demand,
  };
  const silence = remote.multiplier * Math.max(settings.minRx, remote.desiredMinTx / MICROS);
  const known: BfdSession = {
    ...before,
    remote,
    polling: before.polling && !packet.final,
    expiresAt: at + silence,
  };
  const change = heard(before.state, packet.state);
  const moved = change ? transition(known, change.to, change.diagnostic) : known;
  const wasQuick = before.nextTx !== null && before.nextTx <= at + pauseOf(settings, moved, 0);
  const session = change || !wasQuick ? schedule(settings, moved, at, random) : moved;
  const byHand = packet.state === "admin-down";
  const reason = byHand ? "the neighbour is shut down" : `the neighbour is ${packet.state}`;
  return {
    session,
    actions: [
      ...(change ? [{ type: "changed" as const, from: before.state, to: change.to, reason, byHand }] : []),
      // A poll is answered at once, and a change is told at once.
      ...(packet.poll || change ? [{ type: "send" as const, packet: packetOf(settings, session, packet.poll) }] : []),
    ],
  };
};

const onTick = (settings: BfdSettings, before: BfdSession, at: number, random: number): BfdStep => {
  if (before.expiresAt !== null && at >= before.expiresAt) {
    const isLoss = before.state === "init" || before.state === "up";
    const forgotten = { ...before, remote: null, expiresAt: null, polling: false };
    const lost = isLoss ? transition(forgotten, "down", DIAGNOSTIC.timeExpired) : forgotten;
    const session = schedule(settings, lost, at, random);
    const actions: BfdAction[] = isLoss
      ? [
          {
            type: "changed",
            from: before.state,
            to: "down",
            reason: "nothing heard for the detection time",
            byHand: false,
          },
          { type: "send", packet: packetOf(settings, session, false) },
        ]
      : [];
    return { session, actions };
  }
  if (before.nextTx === null || at < before.nextTx) return { session: before, actions: [] };
  const packet = packetOf(settings, before, false);
  return { session: schedule(settings, before, at, random), actions: [{ type: "send", packet }] };
};

export const stepBfd = (settings: BfdSettings, session: BfdSession, event: BfdEvent): BfdStep => {
  if (event.type === "packet") return onPacket(settings, session, event);
  if (event.type === "tick") return onTick(settings, session, event.at, event.random);
  const ended = { ...session, state: "admin-down" as const, diagnostic: DIAGNOSTIC.adminDown, polling: false };
  const last = { ...ended, nextTx: null, expiresAt: null };
  return { session: last, actions: [{ type: "send", packet: packetOf(settings, last, false) }] };
};
