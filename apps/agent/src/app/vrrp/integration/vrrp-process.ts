import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { millis } from "@baton/shared/base/duration.ts";
import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { CommandBody, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import type { FromChild, ToChild } from "../../../ports/process-channel.ts";
import { until } from "../../../testing/until.ts";

const ENTRY = fileURLToPath(new URL("../../processes/vrrp.ts", import.meta.url));

const place = { line: 1, column: 1 };

export const instance = (changes: Partial<VrrpInstance>): VrrpInstance => ({
  name: "VI_1",
  range: { path: "test.conf", start: place, end: place },
  interface: "eth0",
  virtualRouterId: 51,
  version: 2,
  initialState: "BACKUP",
  priority: 100,
  advertInterval: millis(1000),
  downTimerAdverts: 3,
  authentication: { type: "PASS", password: "1111" },
  preempt: true,
  preemptDelay: millis(0),
  virtualAddresses: [{ address: "192.168.1.100", prefixLength: 32, interface: "eth0", label: null }],
  excludedAddresses: [],
  sourceAddress: null,
  garp: {
    repeat: 5,
    delay: millis(5000),
    refresh: millis(0),
    refreshRepeat: 1,
    lowerPriorityRepeat: 5,
    lowerPriorityDelay: millis(5000),
  },
  ...changes,
});

export const modelOf = (...vrrpInstances: readonly VrrpInstance[]): ConfigModel => ({
  globals: { routerId: null },
  vrrpInstances,
  virtualServers: [],
});

/** One VRRP process in a namespace, with everything it said. */
export class VrrpProcess {
  readonly child: ChildProcess;
  readonly events: AgentEvent[] = [];
  readonly results: CommandResult[] = [];
  readonly log: string[] = [];
  fact: FactOf<"virtual-router"> | null = null;
  /** By instance. */
  readonly facts = new Map<string, FactOf<"virtual-router">>();
  confirmedAt = 0;
  ready = false;
  exitCode: number | null = null;
  #commands = 0;

  /** `wrapper`: a command, with its arguments, that runs the process. */
  constructor(namespace: string, model: ConfigModel, wrapper: readonly string[] = []) {
    this.child = spawn("ip", ["netns", "exec", namespace, ...wrapper, process.execPath, ENTRY], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => this.log.push(...text.trim().split("\n")));
    this.child.on("message", (message) => this.#receive(message as FromChild));
    this.child.on("exit", (code) => {
      this.exitCode = code ?? 128;
    });
    const settings = {
      name: namespace,
      stateDir: "/nonexistent",
      roles: ["director" as const],
      configPath: null,
      hub: null,
      loopbackVips: [],
      mysqlDefaultsFile: null,
    };
    this.send({ type: "start", settings, model });
  }

  send(message: ToChild): void {
    this.child.send(message, () => {});
  }

  get state(): string | undefined {
    return this.fact?.state;
  }

  transitions(): string[] {
    return this.events.filter((event) => event.kind === "vrrp.transition").map((event) => String(event.data.to));
  }

  async command(body: CommandBody): Promise<CommandResult> {
    const id = `c${++this.#commands}`;
    const command = { id, deadline: Date.now() + 5000, requestedBy: "test", reason: "", body };
    this.send({ type: "command", command });
    await until(`the answer to ${body.kind}`, () => this.results.some((result) => result.id === id));
    const result = this.results.find((each) => each.id === id);
    if (!result) throw new Error("no result");
    return result;
  }

  async stop(): Promise<void> {
    if (this.exitCode === null) this.send({ type: "stop" });
    await until("the process to stop", () => this.exitCode !== null);
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  #heardAgain(key: string, heardAt: number): void {
    const fact = this.facts.get(key);
    if (!fact?.master) return;
    const renewed = { ...fact, master: { ...fact.master, heardAt } };
    this.facts.set(key, renewed);
    if (this.fact?.key === key) this.fact = renewed;
  }

  #receive(message: FromChild): void {
    if (message.type === "ready") this.ready = true;
    else if (message.type === "event") this.events.push(message.event);
    else if (message.type === "result") this.results.push(message.result);
    else if (message.type === "heard") {
      for (const [key, heardAt] of message.masters) this.#heardAgain(key, heardAt);
    } else if (message.type === "facts") {
      for (const change of message.changes) {
        if (change.op === "set" && change.fact.kind === "virtual-router") {
          this.fact = change.fact;
          this.facts.set(change.fact.key, change.fact);
        } else if (change.op === "remove") {
          this.fact = null;
          this.facts.delete(change.key);
        } else if (change.op === "confirm") this.confirmedAt = change.at;
      }
    }
  }
}
