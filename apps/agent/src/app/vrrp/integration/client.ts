import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { until } from "../../../testing/until.ts";

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const inNamespace = (namespace: string, name: string, ...args: readonly string[]): ChildProcess =>
  spawn("ip", ["netns", "exec", namespace, process.execPath, script(name), ...args], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });

/** Echo servers on the hosts, and a client that asks a VIP for one every millisecond. */
export class Client {
  readonly #probe: ChildProcess;
  readonly #echoes: readonly ChildProcess[];
  #answers: number[] = [];
  #asked = 0;

  constructor(clientNamespace: string, serverNamespaces: readonly string[], vip: string) {
    this.#echoes = serverNamespaces.map((namespace) => inNamespace(namespace, "./echo.ts"));
    this.#probe = inNamespace(clientNamespace, "./probe.ts", vip);
    this.#probe.on("message", (message) => this.#answers.push((message as { longest: number }).longest));
  }

  /** The longest outage since the last call, milliseconds; see probe. */
  async longestGap(): Promise<number> {
    const wanted = ++this.#asked;
    this.#probe.send("report");
    await until("the client's report", () => this.#answers.length >= wanted);
    return this.#answers[wanted - 1] ?? Number.NaN;
  }

  async close(): Promise<void> {
    const children = [this.#probe, ...this.#echoes];
    const ended = new Set<ChildProcess>();
    for (const child of children) {
      child.on("exit", () => ended.add(child));
      if (child.connected) child.disconnect();
      else ended.add(child);
    }
    await until("the client to end", () => ended.size === children.length);
  }
}
