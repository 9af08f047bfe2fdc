import { mkdirSync } from "node:fs";
import { errorText } from "@baton/shared/base/error-text.ts";
import { parseIpAddress } from "@baton/shared/net/ip-address.ts";
import { type Command, InvalidArgumentError } from "commander";
import { readHost, sentenceOf, startRealserver, stopRealserver } from "../app/host/realserver.ts";
import { type HostAction, loopbackFact } from "../core/host/realserver.ts";
import { missingCapabilities } from "../io/control/capabilities.ts";
import { type Loopback, openLoopback } from "../io/sysctl/loopback.ts";
import { EXIT } from "./exit-codes.ts";
import { complain, DEFAULT_STATE_DIR, print } from "./output.ts";
import type { Speech } from "./speech.ts";

interface Options {
  readonly vip: readonly string[];
  readonly stateDir: string;
  readonly json?: boolean;
}

const addVip = (text: string, before: readonly string[] | undefined): readonly string[] => {
  const address = parseIpAddress(text);
  if (!address.ok) throw new InvalidArgumentError(address.error);
  return [...new Set([...(before ?? []), address.value.text])];
};

const withLoopback = async ({ hear }: Speech, work: (loopback: Loopback) => Promise<void>): Promise<void> => {
  const loopback = openLoopback();
  try {
    await work(loopback);
  } catch (error) {
    complain(hear(errorText(error)));
    process.exitCode = EXIT.system;
  } finally {
    loopback.close();
  }
};

type Change = (loopback: Loopback, stateDir: string, vips: readonly string[]) => Promise<readonly HostAction[]>;

const change = async (work: Change, options: Options, speech: Speech): Promise<void> => {
  const { say, hear } = speech;
  const missing = missingCapabilities(["CAP_NET_ADMIN"]);
  if (missing.length > 0) {
    complain(say("this needs {capabilities}; run it as root", { capabilities: missing.join(", ") }));
    process.exitCode = EXIT.noPermission;
    return;
  }
  await withLoopback(speech, async (loopback) => {
    mkdirSync(options.stateDir, { recursive: true, mode: 0o700 });
    const done = await work(loopback, options.stateDir, options.vip);
    if (options.json) print(JSON.stringify({ done }, null, 2));
    else print(done.length === 0 ? say("nothing to do") : done.map((each) => hear(sentenceOf(each))).join("\n"));
  });
};

const status = (options: Options, speech: Speech): Promise<void> =>
  withLoopback(speech, async (loopback) => {
    const state = await readHost(loopback);
    const facts = options.vip.map((vip) => loopbackFact(state, vip));
    if (facts.some(({ problems }) => problems.length > 0)) process.exitCode = EXIT.notRunning;
    if (options.json) return print(JSON.stringify(facts, null, 2));
    for (const { key, problems } of facts) {
      const good = speech.say("{key}: this host is a DR real server for it", { key });
      print(problems.length === 0 ? good : `${key}: ${problems.map(speech.hear).join("; ")}`);
    }
  });

export const registerRealserver = (program: Command, speech: Speech): void => {
  const realserver = program
    .command("realserver")
    .description("make this host a real server of LVS in DR mode, by hand")
    .addHelpText(
      "after",
      `
Examples:
  baton realserver start --vip 192.168.1.100      VIP/32 on lo; arp_ignore=1, arp_announce=2 on lo and all
  baton realserver status --vip 192.168.1.100     names what is wrong; exit 3 when something is
  baton realserver stop --vip 192.168.1.100       takes it off and puts back the values found before

An agent with the role realserver does the same while it runs, so use one or the other.`,
    );
  const sub = (name: string, description: string): Command =>
    realserver
      .command(name)
      .description(description)
      .requiredOption("--vip <ip>", "the virtual address; repeatable", addVip)
      .option("--state-dir <dir>", "where the values found before are kept", DEFAULT_STATE_DIR)
      .option("--json", "as JSON");
  sub("start", "put the VIP on loopback and silence ARP for it").action((o: Options) =>
    change(startRealserver, o, speech),
  );
  sub("stop", "undo start").action((o: Options) => change(stopRealserver, o, speech));
  sub("status", "check each piece").action((o: Options) => status(o, speech));
};
