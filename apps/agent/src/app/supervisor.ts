import { randomUUID } from "node:crypto";
import type { ConfigModel, VirtualServer } from "@baton/shared/config/model.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange, FactOf } from "@baton/shared/contract/facts.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import type { Log } from "../io/log.ts";
import type { AgentRun, FromChild, HubLink, ProcessName, ToChild } from "../ports/process-channel.ts";
import type { AgentSettings } from "../ports/settings.ts";
import { type ChildExit, type ManagedChild, manageChild } from "./supervisor-child.ts";
import { createLocalCommands } from "./supervisor-commands.ts";
import {
  namespaceFor,
  partFor,
  processDown,
  processesFor,
  SOURCES_OF_PROCESS,
  targetOf,
} from "./supervisor-dispatch.ts";
import { childFile, type EarlyChild } from "./supervisor-fork.ts";
import { createHanding } from "./supervisor-handing.ts";
import { createMailbox } from "./supervisor-mailbox.ts";
import { asChanges, doubt, fold, NEW_PICTURE, heardAgain } from "./supervisor-picture.ts";
import { createWordRelay } from "./supervisor-relay.ts";
import { exitEvent } from "./supervisor-restart.ts";
import type { AgentStatus } from "./supervisor-status.ts";
import { stopAllButUplink } from "./supervisor-stop.ts";

export interface Supervisor {
  readonly run: AgentRun;
  start(): void;
  /** Hands a new configuration to every process that lives by it. */
  reload(model: ConfigModel): void;
  /** The configuration that runs; null for an agent that has none. */
  model(): ConfigModel | null;
  event(event: AgentEvent): void;
  status(): AgentStatus;
  /** Carries a command out and waits for its result; null when none came before `timeoutMs`. */
  command(command: Command, timeoutMs: number): Promise<CommandResult | null>;
  /** Servers out of the table, then priority 0 and VIP off, then the rest, the uplink last. */
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  readonly settings: AgentSettings;
  readonly model: ConfigModel | null;
  readonly version: string;
  readonly log: Log;
  /** The program of a process; tests run other programs. */
  readonly fileOf?: (name: ProcessName) => string;
  /** The services process, forked ahead of time. */
  readonly early?: EarlyChild | null;
}

const UPLINK_STOP_MS = 3000;
/** How long the election and the uplink wait for the first IPVS table. */
const TABLE_PATIENCE_MS = 10_000;

export const createSupervisor = (options: SupervisorOptions): Supervisor => {
  const { settings, log } = options;
  const run: AgentRun = { boot: randomUUID(), startedAt: Date.now(), version: options.version };
  const children = new Map<ProcessName, ManagedChild>();
  let model = options.model;
  let state = NEW_PICTURE;
  let hubLink: HubLink | null = null;
  let confirming: NodeJS.Timeout | null = null;
  let tableWaits: NodeJS.Timeout | null = null;
  let onTableGone = (): void => {};
  const handing = createHanding();
  const words = createWordRelay((to, message) => children.get(to)?.send(message, true));
  const mailbox = createMailbox((message) => children.get("uplink")?.send(message) ?? false);

  const facts = (changes: readonly FactChange[]): void => {
    const folded = fold(state, changes);
    state = folded.state;
    mailbox.facts(folded.changes);
  };

  const event = (said: AgentEvent): void => {
    log(said.text);
    mailbox.event("supervisor", said);
  };

  const startMessage = (name: ProcessName, knows: readonly VirtualServer[] = []): ToChild => {
    const part = partFor(name, model);
    return { type: "start", settings, run, ...(part ? handing.whole(name, part, knows) : { model: null }) };
  };

  const result = (from: ProcessName | "supervisor", outcome: CommandResult): void => {
    if (!commands.answer(outcome)) mailbox.result(from, outcome);
  };

  const dispatch = (command: Command): void => {
    const target = targetOf(command, settings.roles);
    if (typeof target !== "string") result("supervisor", target);
    else if (!children.get(target)?.send({ type: "command", command })) {
      result("supervisor", processDown(command, target));
    }
  };

  const commands = createLocalCommands(dispatch);

  /**
   * A director that wins the VIP before its table stands refuses every client. So the election begins when services
   * has applied the table (or found that there is no IPVS), or when patience ends. The uplink, which serves nobody's
   * clients, does not take the processor from it before either.
   */
  const begin = (): void => {
    if (!tableWaits) return;
    clearTimeout(tableWaits);
    tableWaits = null;
    children.get("vrrp")?.send(startMessage("vrrp"), true);
    words.repeat("vrrp");
    children.get("uplink")?.start();
  };

  const hear = (name: ProcessName, message: FromChild): void => {
    if (name === "services" && message.type === "ready") begin();
    if (name === "services" && message.type === "released") onTableGone();
    if (name === "vrrp" && message.type === "facts") words.states(message.changes);
    if (message.type === "bfd") words.bfd(message.word);
    if (message.type === "facts") facts(message.changes);
    else if (message.type === "heard") facts(heardAgain(state, message.masters));
    else if (message.type === "event") {
      mailbox.event(name, message.event);
      children.get("mail")?.send({ type: "event", event: message.event });
    } else if (message.type === "result") result(name, message.result);
    else if (message.type === "command") dispatch(message.command);
    else if (message.type === "kept") mailbox.kept(message.seq);
    else if (message.type === "hub-link") hubLink = message.link;
  };

  const exited = (name: ProcessName, exit: ChildExit): void => {
    state = doubt(state, SOURCES_OF_PROCESS[name]);
    if (exit.restartInMs === null) return;
    event(exitEvent(name, exit, exit.restartInMs, Date.now()));
  };

  /** Before anything else reaches it, so that it hears every event once and in order. */
  const greetUplink = (fact: FactOf<"process">): void => {
    state = fold(state, [{ op: "set", fact }]).state;
    mailbox.restart(asChanges(state));
  };

  const add = (name: ProcessName): void => {
    const child = manageChild(name, {
      file: (options.fileOf ?? childFile)(name),
      early: name === "services" ? (options.early ?? null) : null,
      namespace: namespaceFor(name, model),
      first: (knows) => (name === "vrrp" && tableWaits ? null : startMessage(name, knows)),
      onMessage: (message) => hear(name, message),
      onExit: (exit) => exited(name, exit),
      onChange: () => {
        const running = children.get(name);
        if (!running) return;
        const fact = running.fact();
        if ((name === "services" || name === "vrrp") && fact.state === "running") words.repeat(name);
        if (name === "uplink" && fact.state === "running") greetUplink(fact);
        else facts([{ op: "set", fact }]);
      },
      onRoom: () => {
        if (name === "uplink") mailbox.flush();
      },
    });
    children.set(name, child);
  };

  const stop = async (): Promise<void> => {
    if (tableWaits) {
      clearTimeout(tableWaits);
      tableWaits = null;
      // Nobody else would keep what happened so far.
      children.get("uplink")?.start();
    }
    const tableGone = new Promise<void>((resolve) => {
      onTableGone = resolve;
    });
    const end = (name: ProcessName, ms: number) => children.get(name)?.stop(ms) ?? Promise.resolve();
    await stopAllButUplink(end, tableGone);
    if (confirming) clearInterval(confirming);
    await end("uplink", UPLINK_STOP_MS);
  };

  return {
    run,
    start: () => {
      for (const name of processesFor(settings.roles, model)) add(name);
      const waits = children.has("services") && model !== null && model.virtualServers.length > 0;
      if (waits) tableWaits = setTimeout(begin, TABLE_PATIENCE_MS);
      for (const [name, child] of children) if (!waits || name !== "uplink") child.start();
      options.early?.drop();
      confirming = setInterval(
        () => facts([{ op: "confirm", source: "supervisor", at: Date.now() }]),
        CONFIRM_EVERY_MS,
      );
    },
    reload: (next) => {
      model = next;
      for (const name of ["vrrp", "services", "bfd", "mail"] as const) {
        const part = partFor(name, next);
        if (part) children.get(name)?.send({ type: "reload", ...handing.change(name, part) }, true);
      }
      for (const name of processesFor(settings.roles, next).filter((each) => !children.has(each))) {
        add(name);
        children.get(name)?.start();
      }
    },
    model: () => model,
    event,
    status: () => ({
      name: settings.name,
      roles: settings.roles,
      ...run,
      pid: process.pid,
      hub: hubLink,
      picture: state.picture,
    }),
    command: commands.run,
    stop,
  };
};
