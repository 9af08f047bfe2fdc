import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { createLog, type Log } from "../io/log.ts";
import type { FromChild, ProcessName, ToChild } from "../ports/process-channel.ts";
import type { AgentSettings } from "../ports/settings.ts";

/** What a process may say to the rest of the agent. None of these wait, and none throw when nobody listens. */
export interface ChildContext {
  readonly settings: AgentSettings;
  readonly model: ConfigModel | null;
  readonly log: Log;
  report(changes: readonly FactChange[]): void;
  /** Logs the event's text and hands the event to the uplink. */
  event(event: AgentEvent): void;
  result(result: CommandResult): void;
  command(command: Command): void;
}

export interface ChildWork {
  command?(command: Command): void;
  reload?(model: ConfigModel): void;
  relay?(message: Extract<ToChild, { type: "relay" }>): void;
  /** Puts back everything this process made; the process exits when it resolves. */
  stop(): Promise<void>;
}

/**
 * The life of one agent process: wait for `start`, work, end by `stop`, by SIGTERM, or when the supervisor is gone
 * (the channel closes), always by the same orderly way. SIGINT and SIGHUP are the supervisor's to handle.
 */
export const runChild = (name: ProcessName, start: (context: ChildContext) => Promise<ChildWork>): void => {
  const log = createLog(`baton_${name}`);
  const send = (message: FromChild): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  };
  let work: Promise<ChildWork> | null = null;
  let stopping = false;

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    try {
      await (await work)?.stop();
      process.exit(0);
    } catch (error) {
      log(`stop was not clean: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    }
  };

  const begin = async (message: Extract<ToChild, { type: "start" }>): Promise<ChildWork> => {
    const started = await start({
      settings: message.settings,
      model: message.model,
      log,
      report: (changes) => send({ type: "facts", changes }),
      event: (event) => {
        log(event.text);
        send({ type: "event", event });
      },
      result: (result) => send({ type: "result", result }),
      command: (command) => send({ type: "command", command }),
    });
    send({ type: "ready" });
    return started;
  };

  const withWork = (use: (started: ChildWork) => void): void => {
    work?.then(use, () => {});
  };

  const receive = (message: ToChild): void => {
    if (stopping) return;
    if (message.type === "start") {
      work ??= begin(message);
      work.catch((error: unknown) => {
        log(`can't start: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      });
    } else if (message.type === "stop") void stop();
    else if (message.type === "command") withWork((started) => started.command?.(message.command));
    else if (message.type === "reload") withWork((started) => started.reload?.(message.model));
    else withWork((started) => started.relay?.(message));
  };

  process.on("message", receive);
  process.on("disconnect", () => void stop());
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => {});
  process.on("SIGHUP", () => {});
};
