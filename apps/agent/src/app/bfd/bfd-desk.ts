import { isDeepStrictEqual } from "node:util";
import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import { type AddressFamily, addressBytes, addressText, familyOf } from "@baton/shared/net/ip-address.ts";
import { decodeBfd, encodeBfd } from "../../core/bfd/packet.ts";
import {
  type BfdAction,
  type BfdEvent,
  type BfdSession,
  nextBfdDeadline,
  startBfd,
  stepBfd,
} from "../../core/bfd/session.ts";
import type { BfdListener, BfdSender } from "../../io/bfd/bfd-sockets.ts";
import type { BfdWord } from "../../ports/process-channel.ts";

export interface BfdDeps {
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly openListener: (
    family: AddressFamily,
    multihop: boolean,
    minTtl: number,
    onPacket: (packet: Uint8Array, source: string) => void,
  ) => BfdListener;
  readonly openSender: (instance: BfdInstance) => Promise<BfdSender>;
  readonly tell: (word: BfdWord) => void;
  readonly log: (text: string) => void;
}

/** Runs the sessions of all bfd_instances on this host's sockets. */
export interface BfdDesk {
  /** Sessions that stay as they were are not disturbed. */
  follow(instances: readonly BfdInstance[]): void;
  /** Tells every neighbour that the session is shut down; resolves when it has been said. */
  stop(): Promise<void>;
}

interface Running {
  readonly instance: BfdInstance;
  session: BfdSession;
  sender: BfdSender | null;
  timer: NodeJS.Timeout | null;
  /** Ends the patience with a session that has not come up yet. */
  patience: NodeJS.Timeout | null;
  ended: boolean;
}

const MAX_TTL = 255;
const MAX_DISCRIMINATOR = 2 ** 32;
/** A source address that is not here yet may come; milliseconds. */
const RETRY_MS = 1000;

/** How long a new session may take before it counts as down: at least this, and so many packets; milliseconds. */
const PATIENCE_MS = 3000;
const PATIENCE_PACKETS = 3;

/** Each has a socket of its own. */
const PLACES = (["inet", "inet6"] as const).flatMap((family) =>
  [false, true].map((multihop) => ({ family, multihop })),
);
type Place = (typeof PLACES)[number];

/** One spelling of each address, without a zone. */
const canonical = (text: string): string => {
  const bytes = addressBytes(text.replace(/%.*$/, ""));
  return bytes ? addressText(bytes) : text;
};

const sameInstance = (a: BfdInstance, b: BfdInstance): boolean =>
  isDeepStrictEqual({ ...a, range: null }, { ...b, range: null });

export const createBfdDesk = (deps: BfdDeps): BfdDesk => {
  const sessions = new Map<string, Running>();
  const listeners = new Map<Place, { readonly minTtl: number; readonly listener: BfdListener }>();
  let listening: NodeJS.Timeout | null = null;

  const step = (running: Running, event: BfdEvent): void => {
    const { session, actions } = stepBfd(running.instance, running.session, event);
    running.session = session;
    for (const action of actions) {
      if (action.type === "send") running.sender?.send(encodeBfd(action.packet));
      else tellChange(running, action);
    }
    arm(running);
  };

  const tellChange = (
    running: Running,
    { from, to, reason, byHand }: Extract<BfdAction, { type: "changed" }>,
  ): void => {
    const { name } = running.instance;
    const up = to === "up";
    deps.log(`BFD_Instance(${name}) Entering ${to.toUpperCase()} state: ${reason}`);
    if (up) cancel(running.patience);
    if (up || (from === "up" && !byHand)) deps.tell({ name, up, reason: up ? "the session is up" : reason });
  };

  const cancel = (timer: NodeJS.Timeout | null): void => {
    if (timer) clearTimeout(timer);
  };

  const arm = (running: Running): void => {
    cancel(running.timer);
    const due = nextBfdDeadline(running.session);
    running.timer =
      due === null || running.ended ? null : setTimeout(() => wake(running), Math.max(0, due - deps.now()));
  };
  const wake = (running: Running): void => step(running, { type: "tick", at: deps.now(), random: deps.random() });

  const discriminator = (): number => {
    const used = new Set([...sessions.values()].map(({ session }) => session.discriminator));
    for (;;) {
      const value = 1 + Math.floor(deps.random() * (MAX_DISCRIMINATOR - 1));
      if (!used.has(value)) return value;
    }
  };

  const hear = (bytes: Uint8Array, source: string, multihop: boolean): void => {
    const packet = decodeBfd(bytes);
    if (!packet) return;
    const from = canonical(source);
    const running = [...sessions.values()].find(
      ({ instance, session }) =>
        instance.neighbor === from &&
        (instance.multihop ?? false) === multihop &&
        (packet.yourDiscriminator === 0 || packet.yourDiscriminator === session.discriminator),
    );
    if (running) step(running, { type: "packet", at: deps.now(), random: deps.random(), packet });
  };

  const open = async (running: Running, isFirst: boolean): Promise<void> => {
    const { name } = running.instance;
    try {
      const sender = await deps.openSender(running.instance);
      if (running.ended) return void sender.close();
      running.sender = sender;
      wake(running);
    } catch (error) {
      if (running.ended) return;
      const why = error instanceof Error ? error.message : String(error);
      if (isFirst) deps.log(`BFD_Instance(${name}) can't send yet: ${why}`);
      running.timer = setTimeout(() => void open(running, false), RETRY_MS);
    }
  };

  const start = (instance: BfdInstance): void => {
    const session = startBfd(instance, discriminator(), deps.now());
    const running: Running = { instance, session, sender: null, timer: null, patience: null, ended: false };
    sessions.set(instance.name, running);
    // When this process had to be started again, what was said before it died holds meanwhile.
    const say = (): void => deps.tell({ name: instance.name, up: false, reason: "the session is not up yet" });
    running.patience = setTimeout(say, Math.max(PATIENCE_MS, PATIENCE_PACKETS * instance.idleTx));
    void open(running, true);
  };

  const end = async (running: Running): Promise<void> => {
    running.ended = true;
    cancel(running.patience);
    sessions.delete(running.instance.name);
    step(running, { type: "stop" });
    await running.sender?.close();
  };

  /** The smallest TTL that some session of the socket accepts. */
  const minTtlOf = (place: Place): number | null => {
    const own = [...sessions.values()].filter(
      ({ instance: { neighbor, multihop = false } }) =>
        familyOf(neighbor) === place.family && multihop === place.multihop,
    );
    return own.length === 0 ? null : MAX_TTL - Math.max(...own.map(({ instance }) => instance.maxHops));
  };

  const listen = (): void => {
    if (listening) clearTimeout(listening);
    listening = null;
    for (const place of PLACES) {
      const minTtl = minTtlOf(place);
      const before = listeners.get(place);
      if (before?.minTtl === (minTtl ?? undefined)) continue;
      before?.listener.close();
      listeners.delete(place);
      if (minTtl === null) continue;
      try {
        const { family, multihop } = place;
        const listener = deps.openListener(family, multihop, minTtl, (bytes, from) => hear(bytes, from, multihop));
        listeners.set(place, { minTtl, listener });
      } catch (error) {
        deps.log(`BFD can't listen: ${error instanceof Error ? error.message : String(error)}`);
        listening = setTimeout(listen, RETRY_MS);
      }
    }
  };

  return {
    follow: (instances) => {
      const wanted = new Map(instances.map((instance) => [instance.name, instance]));
      for (const running of [...sessions.values()]) {
        const next = wanted.get(running.instance.name);
        if (!next || !sameInstance(next, running.instance)) void end(running);
      }
      for (const instance of instances) if (!sessions.has(instance.name)) start(instance);
      listen();
    },
    stop: async () => {
      const ends = [...sessions.values()].map(end);
      listen();
      await Promise.all(ends);
    },
  };
};
