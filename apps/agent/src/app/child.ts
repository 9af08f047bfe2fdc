import { errorText } from "@baton/shared/base/error-text.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange, VrrpState } from "@baton/shared/contract/facts.ts";
import { type PackedServers, unpackServers } from "../core/plan/pack-servers.ts";
import { addChanges, NO_CHANGES, type PendingChanges, takeChanges } from "../core/uplink/pending-changes.ts";
import { createLog, flushLog, type Log } from "../io/log.ts";
import type {
  AgentRun,
  BfdWord,
  FromChild,
  HeardMaster,
  HubLink,
  ProcessName,
  ToChild,
} from "../ports/process-channel.ts";
import type { AgentSettings } from "../ports/settings.ts";
import { passOverSignals } from "./child-signals.ts";

/** What a process may say to the rest of the agent. None of these wait, and none throw when nobody listens. */
export interface ChildContext {
  readonly settings: AgentSettings;
  readonly model: ConfigModel | null;
  readonly run: AgentRun;
  readonly log: Log;
  report(changes: readonly FactChange[]): void;
  /** Logs the event's text and hands the event to the uplink. */
  event(event: AgentEvent): void;
  result(result: CommandResult): void;
  command(command: Command): void;
  /** Uplink only: these events are safe on disk. */
  kept(seq: number): void;
  /** Uplink only. */
  hubLink(link: HubLink): void;
  /** VRRP only. False: there is no room, and the facts have to be reported whole. */
  heard(masters: readonly HeardMaster[]): boolean;
  /** BFD only. */
  bfd(word: BfdWord): void;
  /** Services only: the table is gone, whatever else there is to do before the end. */
  released(): void;
}

export interface ChildWork {
  command?(command: Command): void;
  reload?(model: ConfigModel): void;
  /** Services only: the state of a VRRP instance on this host. */
  vrrpState?(instance: string, state: VrrpState): void;
  /** VRRP and services only: a BFD session came up or went down. */
  bfd?(word: BfdWord): void;
  /** Mail only. */
  event?(event: AgentEvent): void;
  relay?(message: Extract<ToChild, { type: "relay" }>): void;
  /** Puts back everything this process made; the process exits when it resolves. */
  stop(): Promise<void>;
}

/** With more messages than this on their way to a supervisor that does not read, facts wait and are merged. */
const MAX_IN_FLIGHT = 256;
const UNKNOWN_RUN: AgentRun = { boot: "00000000", startedAt: 0, version: "unknown" };

interface Channel {
  send(message: FromChild): void;
  report(changes: readonly FactChange[]): void;
  heard(masters: readonly HeardMaster[]): boolean;
  /** Resolves when everything said has left this process, or after `ms`. */
  drained(ms: number): Promise<void>;
}

const openChannel = (): Channel => {
  let inFlight = 0;
  let waiting: PendingChanges = NO_CHANGES;
  let onDrained = (): void => {};

  const send = (message: FromChild): void => {
    if (!process.connected || !process.send) return;
    inFlight++;
    process.send(message, undefined, undefined, () => {
      inFlight--;
      if (inFlight === 0) flush();
      if (inFlight === 0) onDrained();
    });
  };
  const flush = (): void => {
    if (waiting.byKey.size === 0) return;
    const { taken } = takeChanges(waiting, waiting.byKey.size);
    waiting = NO_CHANGES;
    send({ type: "facts", changes: taken });
  };
  const hasRoom = (): boolean => inFlight < MAX_IN_FLIGHT && waiting.byKey.size === 0;
  const report = (changes: readonly FactChange[]): void => {
    if (hasRoom()) send({ type: "facts", changes });
    else waiting = addChanges(waiting, changes);
  };
  const heard = (masters: readonly HeardMaster[]): boolean => {
    if (!hasRoom()) return false;
    send({ type: "heard", masters });
    return true;
  };
  const drained = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (inFlight === 0 || !process.connected) return resolve();
      onDrained = resolve;
      setTimeout(resolve, ms).unref();
    });
  return { send, report, heard, drained };
};

/** Real servers travel packed; those that stayed as they were are the objects of the last time. */
const createUnpacking = () => {
  let servers: ConfigModel["virtualServers"] = [];
  return {
    modelOf: <Model extends ConfigModel | null>(model: Model, packed: PackedServers | undefined): Model => {
      if (!model || !packed) return model;
      servers = unpackServers(packed, servers);
      return { ...model, virtualServers: servers };
    },
    /** Some that the model will have, before there is one. */
    ahead: (packed: PackedServers): void => {
      servers = [...servers, ...unpackServers(packed, [], servers.at(-1))];
    },
  };
};

/** What the supervisor says to a process at work. */
type Word = Exclude<ToChild, { type: "start" | "ahead" | "stop" | "reload" }>;

const hand = (word: Word, work: ChildWork): void => {
  if (word.type === "command") work.command?.(word.command);
  else if (word.type === "vrrp-state") work.vrrpState?.(word.instance, word.state);
  else if (word.type === "event") work.event?.(word.event);
  else if (word.type === "bfd") work.bfd?.(word.word);
  else work.relay?.(word);
};

/**
 * The life of one agent process: wait for `start`, work, end by `stop` or when the supervisor is gone (the channel
 * closes), always by the same orderly way. Signals are the supervisor's to handle: a service manager sends SIGTERM to
 * every process at once, and the order in which they end matters.
 */
export const runChild = (name: ProcessName, start: (context: ChildContext) => Promise<ChildWork>): void => {
  // For this program's own code; what it runs is none of it.
  delete process.env.NODE_COMPILE_CACHE;
  const log = createLog(`baton_${name}`);
  const channel = openChannel();
  let work: Promise<ChildWork> | null = null;
  let stopping = false;
  const { modelOf, ahead } = createUnpacking();

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    let code = 0;
    try {
      await (await work)?.stop();
    } catch (error) {
      log(`stop was not clean: ${errorText(error)}`);
      code = 1;
    }
    channel.send({ type: "released" });
    await Promise.all([channel.drained(500), flushLog(500)]);
    process.exit(code);
  };

  const begin = async (message: Extract<ToChild, { type: "start" }>): Promise<ChildWork> => {
    const started = await start({
      settings: message.settings,
      model: modelOf(message.model, message.servers),
      run: message.run ?? UNKNOWN_RUN,
      log,
      report: channel.report,
      heard: channel.heard,
      event: (event) => {
        log(event.text);
        channel.send({ type: "event", event });
      },
      result: (result) => channel.send({ type: "result", result }),
      command: (command) => channel.send({ type: "command", command }),
      kept: (seq) => channel.send({ type: "kept", seq }),
      hubLink: (link) => channel.send({ type: "hub-link", link }),
      bfd: (word) => channel.send({ type: "bfd", word }),
      released: () => channel.send({ type: "released" }),
    });
    channel.send({ type: "ready" });
    return started;
  };

  const withWork = (use: (started: ChildWork) => void): void => {
    work
      ?.then(use, () => {})
      .catch((error: unknown) => {
        log(`internal error: ${errorText(error)}`);
      });
  };

  const receive = (message: ToChild): void => {
    if (stopping) return;
    if (message.type === "start") {
      work ??= begin(message);
      work.catch((error: unknown) => {
        if (stopping) return;
        log(`can't start: ${errorText(error)}`);
        process.exit(1);
      });
    } else if (message.type === "ahead") ahead(message.servers);
    else if (message.type === "stop") void stop();
    else if (message.type === "reload") {
      const next = modelOf(message.model, message.servers);
      withWork((started) => started.reload?.(next));
    } else withWork((started) => hand(message, started));
  };

  process.on("message", receive);
  process.on("disconnect", () => void stop());
  process.on("SIGTERM", () => {
    if (!process.connected) void stop();
  });
  passOverSignals();
};
