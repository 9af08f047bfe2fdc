import type { Command } from "commander";
import type { RawSettings } from "../app/settings.ts";
import { VERSION } from "../app/settings-version.ts";
import { type EarlyChild, forkEarly } from "../app/supervisor-fork.ts";
import type { AgentEnd } from "../app/supervisor-run.ts";
import { flushLog } from "../io/log.ts";
import { EXIT } from "./exit-codes.ts";
import { collect, complain, DEFAULT_STATE_DIR, print } from "./output.ts";
import type { Speech } from "./speech.ts";

const RUN_HELP = `
Examples:
  baton agent run --config /etc/keepalived/keepalived.conf
      a director, alone
  baton agent run --config keepalived.conf --hub http://192.168.1.20:8080 --enrolment-token-file token
      a director that reports to a hub
  baton agent run --role realserver --loopback-vip 192.168.1.100 --mysql-defaults-file /etc/baton/my.cnf
      a database host
  baton agent run --role witness --witness-target 192.168.1.100:3306
      watches the service from a client's place

Signals: SIGTERM and SIGINT stop in order (servers out of the table, priority 0, VIP off, loopback put back);
SIGHUP reads the configuration again, and a broken one changes nothing; SIGUSR1 and SIGUSR2 write the state to
status.json in the state folder.`;

const EXIT_OF: Readonly<Record<AgentEnd, number>> = {
  stopped: EXIT.ok,
  "config-broken": EXIT.invalid,
  "no-permission": EXIT.noPermission,
  locked: EXIT.locked,
  "system-failure": EXIT.system,
};

const runWith = async (options: RawSettings, { hear }: Speech, early: EarlyChild | null): Promise<void> => {
  const [{ resolveSettings }, { runAgent }] = await Promise.all([
    import("../app/settings.ts"),
    import("../app/supervisor-run.ts"),
  ]);
  const settings = resolveSettings(options);
  if (!settings.ok) {
    for (const error of settings.error) complain(hear(error));
    process.exitCode = EXIT.usage;
    return;
  }
  const end = await runAgent(settings.value, VERSION, early);
  early?.drop();
  await flushLog(500);
  // Whatever is still open does not matter any more: everything that had to be put back has been.
  process.exit(EXIT_OF[end]);
};

const run = async (options: RawSettings, speech: Speech): Promise<void> => {
  // Nothing takes a director's table so long as the loading of code, so two processes load theirs at once.
  const early = options.config === undefined ? null : forkEarly("services");
  try {
    await runWith(options, speech, early);
  } finally {
    early?.drop();
  }
};

interface StatusOptions {
  readonly stateDir: string;
  readonly json?: boolean;
}

const status = async ({ stateDir, json }: StatusOptions, speech: Speech): Promise<void> => {
  const [{ ask }, { describeStatus }] = await Promise.all([import("./ask.ts"), import("./agent-status.ts")]);
  const reply = await ask(stateDir, { type: "status" }, speech);
  if (reply?.type !== "status") return;
  print(json ? JSON.stringify(reply.status, null, 2) : describeStatus(reply.status, Date.now(), speech));
};

const replayFile = async (file: string, options: { json?: boolean }, speech: Speech): Promise<void> =>
  (await import("./replay.ts")).replay(file, options, speech);

export const registerAgent = (program: Command, speech: Speech): void => {
  const agent = program.command("agent").description("the daemon on directors, database hosts and witnesses");
  agent
    .command("run")
    .description("run in the foreground; logs go to stderr")
    .option("--config <file>", "keepalived.conf; makes this agent a director")
    .option("--state-dir <dir>", "folder for the key, the outbox and the control socket", DEFAULT_STATE_DIR)
    .option("--name <name>", "name of this node at the hub (default: the host name)")
    .option("--role <role>", "director, realserver or witness; repeatable", collect)
    .option("--hub <url>", "hub to report to; everything works without one")
    .option("--enrolment-token-file <file>", "one-time token, needed until this agent has its own key")
    .option("--loopback-vip <ip>", "address a real server carries on loopback; repeatable", collect)
    .option("--mysql-defaults-file <file>", "my.cnf-style file: [client] host, port, socket, user, password")
    .option("--witness-target <ip:port>", "endpoint to probe once a second; repeatable", collect)
    .option("--record <file>", "record every input of the VRRP machine, at most 2 x 32 MB, for `agent replay`")
    .addHelpText("after", RUN_HELP)
    .action((options: RawSettings) => run(options, speech));
  agent
    .command("status")
    .description("what the running agent knows now")
    .option("--state-dir <dir>", "state folder of the agent", DEFAULT_STATE_DIR)
    .option("--json", "everything, as JSON")
    .action((options: StatusOptions) => status(options, speech));
  agent
    .command("replay <file>")
    .description("run a recording through the VRRP machine again; exits 1 when it decides otherwise")
    .option("--json", "one JSON object")
    .action((file: string, options: { json?: boolean }) => replayFile(file, options, speech));
};
