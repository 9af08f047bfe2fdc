import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { applyChanges, EMPTY_PICTURE, type NodePicture } from "@baton/shared/contract/picture.ts";
import type { FromChild, ToChild } from "../../../ports/process-channel.ts";
import type { Answer, Request } from "./inside.ts";

/** A network namespace of its own, with no way out, that runs the real services process and real servers. */

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The bundle where there is one: in an emulated machine it starts twenty times faster than the sources. */
export const servicesScript = (): string => {
  const bundle = pathOf("../../../../out/services.mjs");
  return existsSync(bundle) ? bundle : pathOf("../../processes/services.ts");
};

const forkInside = (namespace: string, script: string): ChildProcess =>
  fork(script, [], {
    execPath: "ip",
    execArgv: ["netns", "exec", namespace, process.execPath, "--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });

export interface Inside {
  ask(request: Request): Promise<string>;
}

export interface Services {
  /** stderr so far. */
  log(): string;
  readonly events: readonly AgentEvent[];
  readonly results: readonly CommandResult[];
  picture(): NodePicture;
  send(message: ToChild): void;
  /** Resolves with the exit code, null for a killed process. */
  readonly exited: Promise<number | null>;
  kill(): void;
}

export interface Testbed {
  readonly inside: Inside;
  /** Without a state folder nothing is remembered. */
  start(model: ConfigModel, stateDir?: string): Services;
  /** Runs a program in the namespace and returns its output. */
  run(program: string, ...words: string[]): string;
  remove(): Promise<void>;
}

const services = (child: ChildProcess, model: ConfigModel, stateDir: string): Services => {
  let log = "";
  let picture = EMPTY_PICTURE;
  const events: AgentEvent[] = [];
  const results: CommandResult[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  child.on("message", (message: FromChild) => {
    if (message.type === "event") events.push(message.event);
    if (message.type === "result") results.push(message.result);
    if (message.type === "facts") picture = applyChanges(picture, message.changes as readonly FactChange[]);
  });
  const settings = {
    name: "lvs1",
    stateDir,
    roles: ["director" as const],
    configPath: null,
    hub: null,
    loopbackVips: [],
    mysqlDefaultsFile: null,
  };
  child.send({ type: "start", settings, model } satisfies ToChild);
  return {
    log: () => log,
    events,
    results,
    picture: () => picture,
    send: (message) => child.send(message),
    exited: once(child, "close").then(([code]) => code as number | null),
    kill: () => child.kill("SIGKILL"),
  };
};

/** The services process in a namespace that is there already. */
export const runServices = (namespace: string, model: ConfigModel): Services =>
  services(forkInside(namespace, servicesScript()), model, "/nonexistent");

export const createTestbed = (namespace: string, addresses: readonly string[]): Testbed => {
  ip("netns", "add", namespace);
  const children: ChildProcess[] = [];
  const run = (program: string, ...words: string[]): string =>
    execFileSync("ip", ["netns", "exec", namespace, program, ...words], { encoding: "utf8" });
  run("ip", "link", "set", "lo", "up");
  for (const address of addresses) run("ip", "address", "add", `${address}/32`, "dev", "lo");
  const helper = forkInside(namespace, pathOf("./inside.ts"));
  helper.stderr?.pipe(process.stderr);
  children.push(helper);
  const helperEnded = once(helper, "exit").then(([code, signal]) => {
    throw new Error(`the helper in ${namespace} ended by ${signal ?? `exit status ${code}`}`);
  });
  helperEnded.catch(() => {});
  return {
    inside: {
      ask: async (request) => {
        helper.send(request);
        const [answer] = (await Promise.race([once(helper, "message"), helperEnded])) as [Answer];
        if (!answer.ok) throw new Error(answer.text);
        return answer.text;
      },
    },
    start: (model, stateDir = "/nonexistent") => {
      const child = forkInside(namespace, servicesScript());
      children.push(child);
      return services(child, model, stateDir);
    },
    run,
    remove: async () => {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      ip("netns", "delete", namespace);
    },
  };
};
