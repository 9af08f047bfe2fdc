import { userInfo } from "node:os";
import type { CommandBody } from "@baton/shared/contract/commands.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { type Command, InvalidArgumentError } from "commander";
import { ago } from "./agent-status.ts";
import { ask } from "./ask.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, DEFAULT_STATE_DIR, print } from "./output.ts";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "60s", "1500ms", "10m", "1h"; a bare number means seconds. Milliseconds. */
export const parseLease = (text: string): number => {
  const match = /^(\d{1,7})(ms|s|m|h)?$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? "s"] ?? Number.NaN);
  if (ms >= 1000 && ms <= 3_600_000) return ms;
  throw new InvalidArgumentError("give a time from 1s to 1h, such as 60s or 10m");
};

const list = async ({ stateDir, json }: { stateDir: string; json?: boolean }): Promise<void> => {
  const reply = await ask(stateDir, { type: "status" });
  if (reply?.type !== "status") return;
  const routers = factsOfKind(reply.status.picture, "virtual-router");
  if (json) return print(JSON.stringify(routers, null, 2));
  const rows = routers.map((router) => [
    router.key,
    String(router.vrid),
    router.interface,
    router.state,
    String(router.effectivePriority),
    ago(Date.now() - router.since),
    router.heldAddresses.join(",") || "-",
    router.master ? `${router.master.address} (${router.master.priority})` : "-",
  ]);
  const table = [["INSTANCE", "VRID", "INTERFACE", "STATE", "PRIORITY", "SINCE", "HOLDS", "MASTER"], ...rows];
  const width = (column: number): number => Math.max(...table.map((row) => row[column]?.length ?? 0));
  print(
    table
      .map((row) =>
        row
          .map((cell, i) => cell.padEnd(width(i)))
          .join("  ")
          .trimEnd(),
      )
      .join("\n"),
  );
};

const command = async (stateDir: string, body: CommandBody): Promise<void> => {
  const reply = await ask(stateDir, { type: "command", requestedBy: userInfo().username, body });
  if (reply?.type !== "result") return;
  const { outcome, code, message } = reply.result;
  if (outcome === "done") return print(message || "done");
  complain(`${outcome}: ${message} [${code}]`);
  process.exitCode = EXIT.refused;
};

interface Where {
  readonly stateDir: string;
}

export const registerVrrp = (program: Command): void => {
  const vrrp = program
    .command("vrrp")
    .description("virtual routers of the running agent")
    .addHelpText(
      "after",
      `
Examples:
  baton vrrp list
  baton vrrp takeover VI_1 --lease 10m     make this backup the master, without a break, for ten minutes
  baton vrrp release VI_1                  give the priority back; the stronger master takes over again`,
    );
  const withState = (sub: Command): Command =>
    sub.option("--state-dir <dir>", "state folder of the agent", DEFAULT_STATE_DIR);
  withState(vrrp.command("list").description("state, priority and held addresses"))
    .option("--json", "everything, as JSON")
    .action(list);
  withState(vrrp.command("takeover <instance>").description("become master by priority, make before break"))
    .option("--lease <time>", "give it back by itself after this time, 1s to 1h", parseLease, 60_000)
    .action(async (instance: string, { stateDir, lease }: Where & { lease: number }) =>
      command(stateDir, { kind: "takeover", instance, leaseMs: lease }),
    );
  withState(vrrp.command("release <instance>").description("end a takeover")).action(
    async (instance: string, { stateDir }: Where) => command(stateDir, { kind: "release", instance }),
  );
};
