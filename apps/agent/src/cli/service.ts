import type { CommandBody } from "@baton/shared/contract/commands.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { type Command, InvalidArgumentError } from "commander";
import { ask } from "./ask.ts";
import { carryOut } from "./carry-out.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, DEFAULT_STATE_DIR, print } from "./output.ts";
import type { Speech } from "./speech.ts";

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 366 * 86_400_000;

/** "90s", "30m", "2h", "7d"; milliseconds. */
export const parseSpan = (text: string): number => {
  const match = /^(\d{1,9})([smhd])$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (ms >= 1000 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError("give a time such as 90s, 30m, 2h or 7d, at most a year");
};

export const parseWeight = (text: string): number => {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("a weight is a whole number from 0 to 65535");
};

/** The virtual servers that the name can mean: its key, or that without the protocol. */
const servicesNamed = (servers: readonly FactOf<"real-server">[], name: string): readonly string[] => {
  const all = [...new Set(servers.map(({ virtualServer }) => virtualServer))];
  return all.filter((key) => key === name || key.slice(key.indexOf(" ") + 1) === name);
};

const weightWords = (
  { weight, configuredWeight: configured, weightReason }: FactOf<"real-server">,
  { say, hear }: Speech,
): string => {
  const now = weight === null ? say("not in the table") : String(weight);
  const why = weightReason ? hear(weightReason) : null;
  return why === null ? now : say("{weight} (configured {configured}; {why})", { weight: now, configured, why });
};

const markOf = ({ overridden }: FactOf<"real-server">, { say }: Speech): string => {
  if (!overridden) return "";
  const until = overridden.until ? new Date(overridden.until).toISOString() : null;
  return `  ${until === null ? say("overridden") : say("overridden until {time}", { time: until })}`;
};

interface Where {
  readonly stateDir: string;
}

const realServers = async (stateDir: string, speech: Speech): Promise<readonly FactOf<"real-server">[] | null> => {
  const reply = await ask(stateDir, { type: "status" }, speech);
  return reply?.type === "status" ? factsOfKind(reply.status.picture, "real-server") : null;
};

interface ListOptions extends Where {
  readonly json?: boolean;
}

const list = async ({ stateDir, json }: ListOptions, speech: Speech): Promise<void> => {
  const { say } = speech;
  const servers = await realServers(stateDir, speech);
  if (!servers) return;
  if (json) return print(JSON.stringify(servers, null, 2));
  let service = "";
  for (const server of servers) {
    if (server.virtualServer !== service) print(server.virtualServer);
    service = server.virtualServer;
    const place = server.key.slice(server.key.indexOf(" -> ") + 4);
    const weight = say("weight {weight}", { weight: weightWords(server, speech) });
    print(`  ${place}  ${say(server.health)}  ${weight}${markOf(server, speech)}`);
  }
};

type Wish = (virtualServer: string) => CommandBody;

const command = async (stateDir: string, service: string, wish: Wish, speech: Speech): Promise<void> => {
  const { say } = speech;
  const servers = await realServers(stateDir, speech);
  if (!servers) return;
  const [virtualServer, second] = servicesNamed(servers, service);
  if (virtualServer === undefined || second !== undefined) {
    const known = [...new Set(servers.map((server) => server.virtualServer))].join(", ") || say("none");
    const found = { name: service, known };
    complain(
      second === undefined
        ? say("there is no virtual server {name}; known: {known}", found)
        : say("there are several virtual servers {name}; known: {known}", found),
    );
    process.exitCode = EXIT.refused;
    return;
  }
  await carryOut(stateDir, wish(virtualServer), speech);
};

interface WeightOptions extends Where {
  readonly for?: number;
  readonly reason: string;
  readonly force?: boolean;
}

const weightWish =
  (realServer: string, weight: number, options: WeightOptions): Wish =>
  (virtualServer) => ({
    kind: "weight",
    virtualServer,
    realServer,
    weight,
    reason: options.reason,
    ...(options.for === undefined ? {} : { untilMs: Date.now() + options.for }),
    ...(options.force ? { force: true } : {}),
  });

export const registerService = (program: Command, speech: Speech): void => {
  const service = program
    .command("service")
    .description("weights of the real servers, changed without a reload")
    .addHelpText(
      "after",
      `
A weight set here stands above the configuration, above replication lag and above MISC_CHECK. It holds over
reloads and restarts, until it is restored or its time is over.

Examples:
  baton service list
  baton service drain 192.168.1.100:3306 192.168.1.5:3306 --for 2h --reason "upgrade of db1"
  baton service weight "TCP 192.168.1.100:3306" 192.168.1.5:3306 10
  baton service restore 192.168.1.100:3306 192.168.1.5:3306`,
    );
  const withState = (sub: Command): Command =>
    sub.option("--state-dir <dir>", "state folder of the agent", DEFAULT_STATE_DIR);
  const withWeight = (sub: Command): Command =>
    withState(sub)
      .option("--for <time>", "until this time is over, 1s to 366d", parseSpan)
      .option("--reason <text>", "why; shown beside the weight and kept in the events", "")
      .option("--force", "even when it leaves no server of the pool with a weight");
  withState(service.command("list").description("real servers with health, weight and the reason for it"))
    .option("--json", "everything, as JSON")
    .action((options: ListOptions) => list(options, speech));
  withWeight(service.command("weight <virtual-server> <real-server> <weight>").description("set a weight")).action(
    async (virtualServer: string, realServer: string, weight: string, options: WeightOptions) =>
      command(options.stateDir, virtualServer, weightWish(realServer, parseWeight(weight), options), speech),
  );
  withWeight(
    service
      .command("drain <virtual-server> <real-server>")
      .description("weight 0: new connections go elsewhere, those there are stay"),
  ).action(async (virtualServer: string, realServer: string, options: WeightOptions) =>
    command(options.stateDir, virtualServer, weightWish(realServer, 0, options), speech),
  );
  withState(
    service.command("restore <virtual-server> <real-server>").description("back to the configured weight"),
  ).action(async (virtualServer: string, realServer: string, { stateDir }: Where) =>
    command(stateDir, virtualServer, (key) => ({ kind: "weight-restore", virtualServer: key, realServer }), speech),
  );
};
