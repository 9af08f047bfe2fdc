import { padCells, widthOf } from "@baton/shared/base/cell-width.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { type Command, InvalidArgumentError } from "commander";
import { ago } from "./agent-status.ts";
import { ask } from "./ask.ts";
import { carryOut } from "./carry-out.ts";
import { DEFAULT_STATE_DIR, print } from "./output.ts";
import type { Say, Speech } from "./speech.ts";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "60s", "1500ms", "10m", "1h"; a bare number means seconds. Milliseconds. */
export const parseLease = (text: string): number => {
  const match = /^(\d{1,7})(ms|s|m|h)?$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? "s"] ?? Number.NaN);
  if (ms >= 1000 && ms <= 3_600_000) return ms;
  throw new InvalidArgumentError("give a time from 1s to 1h, such as 60s or 10m");
};

interface ListOptions {
  readonly stateDir: string;
  readonly json?: boolean;
}

const list = async ({ stateDir, json }: ListOptions, speech: Speech): Promise<void> => {
  const reply = await ask(stateDir, { type: "status" }, speech);
  if (reply?.type !== "status") return;
  const routers = factsOfKind(reply.status.picture, "virtual-router");
  if (json) return print(JSON.stringify(routers, null, 2));
  print(routerTable(routers, Date.now(), speech.say));
};

/** In columns, whatever their script. */
export const routerTable = (routers: readonly FactOf<"virtual-router">[], now: number, say: Say): string => {
  const rows = routers.map((router) => [
    router.key,
    String(router.vrid),
    router.interface,
    say(router.state),
    String(router.effectivePriority),
    ago(now - router.since, say),
    router.heldAddresses.join(",") || "-",
    router.master ? `${router.master.address} (${router.master.priority})` : "-",
  ]);
  const heads = ["INSTANCE", "VRID", "INTERFACE", "STATE", "PRIORITY", "SINCE", "HOLDS", "MASTER"] as const;
  const table = [heads.map((head) => say(head)), ...rows];
  const width = (column: number): number => Math.max(...table.map((row) => widthOf(row[column] ?? "")));
  const lineOf = (row: readonly string[]): string => row.map((cell, i) => padCells(cell, width(i))).join("  ");
  return table.map((row) => lineOf(row).trimEnd()).join("\n");
};

interface Where {
  readonly stateDir: string;
}

export const registerVrrp = (program: Command, speech: Speech): void => {
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
    .action((options: ListOptions) => list(options, speech));
  withState(vrrp.command("takeover <instance>").description("become master by priority, make before break"))
    .option("--lease <time>", "give it back by itself after this time, 1s to 1h", parseLease, 60_000)
    .action(async (instance: string, { stateDir, lease }: Where & { lease: number }) =>
      carryOut(stateDir, { kind: "takeover", instance, leaseMs: lease }, speech),
    );
  withState(vrrp.command("release <instance>").description("end a takeover")).action(
    async (instance: string, { stateDir }: Where) => carryOut(stateDir, { kind: "release", instance }, speech),
  );
};
