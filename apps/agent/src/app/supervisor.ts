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

/** Starts the agent's processes, keeps them running, passes on what they say, and ends them in order. */
export class Supervisor {
  readonly run: AgentRun;
  readonly #options: SupervisorOptions;
  readonly #children = new Map<ProcessName, ManagedChild>();
  readonly #handing = createHanding();
  readonly #words = createWordRelay((to, message) => this.#children.get(to)?.send(message, true));
  readonly #mailbox = createMailbox((message) => this.#children.get("uplink")?.send(message) ?? false);
  readonly #commands = createLocalCommands((command) => this.#dispatch(command));
  #model: ConfigModel | null;
  #state = NEW_PICTURE;
  #hubLink: HubLink | null = null;
  #confirming: NodeJS.Timeout | null = null;
  #tableWaits: NodeJS.Timeout | null = null;
  #onTableGone = (): void => {};

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#model = options.model;
    this.run = { boot: randomUUID(), startedAt: Date.now(), version: options.version };
  }

  start(): void {
    for (const name of this.#processes()) this.#add(name);
    const waits = this.#children.has("services") && this.#model !== null && this.#model.virtualServers.length > 0;
    if (waits) this.#tableWaits = setTimeout(() => this.#begin(), TABLE_PATIENCE_MS);
    for (const [name, child] of this.#children) if (!waits || name !== "uplink") child.start();
    this.#options.early?.drop();
    const confirm = (): void => this.#facts([{ op: "confirm", source: "supervisor", at: Date.now() }]);
    this.#confirming = setInterval(confirm, CONFIRM_EVERY_MS);
  }

  /** Hands a new configuration to every process that lives by it. */
  reload(model: ConfigModel): void {
    this.#model = model;
    for (const name of ["vrrp", "services", "bfd", "mail"] as const) {
      const part = partFor(name, model);
      if (part) this.#children.get(name)?.send({ type: "reload", ...this.#handing.change(name, part) }, true);
    }
    for (const name of this.#processes().filter((each) => !this.#children.has(each))) {
      this.#add(name);
      this.#children.get(name)?.start();
    }
  }

  /** The configuration that runs; null for an agent that has none. */
  model(): ConfigModel | null {
    return this.#model;
  }

  event(said: AgentEvent): void {
    this.#options.log(said.text);
    this.#mailbox.event("supervisor", said);
  }

  status(): AgentStatus {
    const { name, roles } = this.#options.settings;
    return { name, roles, ...this.run, pid: process.pid, hub: this.#hubLink, picture: this.#state.picture };
  }

  /** Carries a command out and waits for its result; null when none came before `timeoutMs`. */
  command(command: Command, timeoutMs: number): Promise<CommandResult | null> {
    return this.#commands.run(command, timeoutMs);
  }

  /** Servers out of the table, then priority 0 and VIP off, then the rest, the uplink last. */
  async stop(): Promise<void> {
    if (this.#tableWaits) {
      clearTimeout(this.#tableWaits);
      this.#tableWaits = null;
      // Nobody else would keep what happened so far.
      this.#children.get("uplink")?.start();
    }
    const tableGone = new Promise<void>((resolve) => {
      this.#onTableGone = resolve;
    });
    const end = (name: ProcessName, ms: number) => this.#children.get(name)?.stop(ms) ?? Promise.resolve();
    await stopAllButUplink(end, tableGone);
    if (this.#confirming) clearInterval(this.#confirming);
    await end("uplink", UPLINK_STOP_MS);
  }

  #processes(): readonly ProcessName[] {
    return processesFor(this.#options.settings.roles, this.#model);
  }

  #facts(changes: readonly FactChange[]): void {
    const folded = fold(this.#state, changes);
    this.#state = folded.state;
    this.#mailbox.facts(folded.changes);
  }

  #startMessage(name: ProcessName, knows: readonly VirtualServer[] = []): ToChild {
    const { settings } = this.#options;
    const part = partFor(name, this.#model);
    const whole = part ? this.#handing.whole(name, part, knows) : { model: null };
    return { type: "start", settings, run: this.run, ...whole };
  }

  #result(from: ProcessName | "supervisor", outcome: CommandResult): void {
    if (!this.#commands.answer(outcome)) this.#mailbox.result(from, outcome);
  }

  #dispatch(command: Command): void {
    const target = targetOf(command, this.#options.settings.roles);
    if (typeof target !== "string") this.#result("supervisor", target);
    else if (!this.#children.get(target)?.send({ type: "command", command })) {
      this.#result("supervisor", processDown(command, target));
    }
  }

  /**
   * A director that wins the VIP before its table stands refuses every client. So the election begins when services
   * has applied the table (or found that there is no IPVS), or when patience ends. The uplink, which serves nobody's
   * clients, does not take the processor from it before either.
   */
  #begin(): void {
    if (!this.#tableWaits) return;
    clearTimeout(this.#tableWaits);
    this.#tableWaits = null;
    this.#children.get("vrrp")?.send(this.#startMessage("vrrp"), true);
    this.#words.repeat("vrrp");
    this.#children.get("uplink")?.start();
  }

  #add(name: ProcessName): void {
    const { fileOf = childFile, early = null } = this.#options;
    const child = manageChild(name, {
      file: fileOf(name),
      early: name === "services" ? early : null,
      namespace: namespaceFor(name, this.#model),
      first: (knows) => (name === "vrrp" && this.#tableWaits ? null : this.#startMessage(name, knows)),
      onMessage: (message) => this.#hear(name, message),
      onExit: (exit) => this.#meetExit(name, exit),
      onChange: () => this.#meetChange(name),
      onRoom: () => {
        if (name === "uplink") this.#mailbox.flush();
      },
    });
    this.#children.set(name, child);
  }

  #hear(name: ProcessName, message: FromChild): void {
    if (name === "services" && message.type === "ready") this.#begin();
    if (name === "services" && message.type === "released") this.#onTableGone();
    if (name === "vrrp" && message.type === "facts") this.#words.states(message.changes);
    if (message.type === "bfd") this.#words.bfd(message.word);
    if (message.type === "facts") this.#facts(message.changes);
    else if (message.type === "heard") this.#facts(heardAgain(this.#state, message.masters));
    else if (message.type === "event") {
      this.#mailbox.event(name, message.event);
      this.#children.get("mail")?.send({ type: "event", event: message.event });
    } else if (message.type === "result") this.#result(name, message.result);
    else if (message.type === "command") this.#dispatch(message.command);
    else if (message.type === "kept") this.#mailbox.kept(message.seq);
    else if (message.type === "hub-link") this.#hubLink = message.link;
  }

  #meetExit(name: ProcessName, exit: ChildExit): void {
    this.#state = doubt(this.#state, SOURCES_OF_PROCESS[name]);
    if (exit.restartInMs === null) return;
    this.event(exitEvent(name, exit, exit.restartInMs, Date.now()));
  }

  #meetChange(name: ProcessName): void {
    const child = this.#children.get(name);
    if (!child) return;
    const fact = child.fact();
    if ((name === "services" || name === "vrrp") && fact.state === "running") this.#words.repeat(name);
    if (name === "uplink" && fact.state === "running") this.#greetUplink(fact);
    else this.#facts([{ op: "set", fact }]);
  }

  /** Before anything else reaches it, so that it hears every event once and in order. */
  #greetUplink(fact: FactOf<"process">): void {
    this.#state = fold(this.#state, [{ op: "set", fact }]).state;
    this.#mailbox.restart(asChanges(this.#state));
  }
}
