import { Command, InvalidArgumentError } from "commander";
import { benchChecks } from "./checks/checks.ts";
import { benchConfig, type ConfigBenchOptions } from "./config/config.ts";
import { benchHostile } from "./config/hostile.ts";
import { benchFailover } from "./failover/failover.ts";
import { benchIpvs } from "./ipvs/ipvs.ts";
import { benchVrrp, type VrrpBenchOptions } from "./vrrp/vrrp.ts";

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("a number above 0 is needed");
  return value;
};

const several = (text: string, before: readonly number[] = []): readonly number[] => [...before, positive(text)];

const notNegative = (text: string): number => (text === "0" ? 0 : positive(text));

type VrrpCommand = Omit<VrrpBenchOptions, "advertSeconds"> & { readonly advert: number };

interface ChecksCommand {
  readonly runs: number;
  readonly servers?: readonly number[];
  readonly seconds: number;
  readonly here?: boolean;
}

const program = new Command("bench")
  .description("Measures Baton beside its peers, alternating, in one run. The last line is one JSON object.")
  .addHelpText("after", "\nExample:\n  npm run bench -- failover --runs 5 --advert 0.1");

program
  .command("failover")
  .description("client-side outage of a hand-over, beside keepalived")
  .option("--runs <n>", "cycles of each program", positive, 3)
  .option(
    "--advert <seconds>",
    "advert interval, repeatable; below 1 means VRRP version 3 (default: 1 and 0.1)",
    several,
  )
  .action(async ({ runs, advert = [1, 0.1] }: { runs: number; advert?: readonly number[] }) => {
    const result = await benchFailover({ runs, adverts: advert });
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });

program
  .command("vrrp")
  .description("CPU per advert, memory, and false transitions under load, beside keepalived")
  .option("--runs <n>", "cost measurements of each program", positive, 3)
  .option("--instances <n>", "virtual routers, at most 250", positive, 250)
  .option("--advert <seconds>", "advert interval of the cost measurements", positive, 0.1)
  .option("--seconds <n>", "length of one cost measurement", positive, 10)
  .option("--minutes <n>", "time of each program under load at 20 ms adverts; 0 leaves it out", notNegative, 5)
  .action(async (options: VrrpCommand) => {
    const result = await benchVrrp({ ...options, advertSeconds: options.advert });
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });

program
  .command("config")
  .description("reading and planning a large configuration: wall time and peak memory beside `keepalived -t`")
  .option("--runs <n>", "runs of each program", positive, 9)
  .option("--services <n>", "virtual servers, at most 2,500", positive, 1000)
  .option("--servers <n>", "real servers each, at most 254", positive, 10)
  .option("--hostile", "instead: texts of 5 MB made to hurt, time and peak memory of check, fmt and modernise")
  .action(async ({ hostile, ...options }: ConfigBenchOptions & { readonly hostile?: boolean }) => {
    const result = hostile === true ? await benchHostile() : await benchConfig(options);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });

program
  .command("checks")
  .description("CPU per TCP_CHECK, lateness and memory, beside keepalived, in a kernel with IPVS")
  .option("--runs <n>", "measurements of each program", positive, 3)
  .option("--servers <n...>", "real servers, one measurement for each number", (text, before: number[] | undefined) => [
    ...(before ?? []),
    positive(text),
  ])
  .option("--seconds <n>", "length of one measurement", positive, 30)
  .option("--here", "Baton alone on this machine's kernel, which needs no IPVS for that")
  .action(async ({ runs, servers, seconds, here }: ChecksCommand) => {
    const where = here === true ? "here" : "ipvs";
    const result = await benchChecks({ runs, seconds, where, servers: servers ?? [1000, 10_000] });
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });

program
  .command("ipvs")
  .description("cold load and reload of a big IPVS table, beside keepalived and ipvsadm, in a kernel with IPVS")
  .option("--runs <n>", "loads by each program", positive, 3)
  .option("--services <n>", "virtual servers", positive, 1000)
  .option("--servers-each <n>", "real servers of each", positive, 10)
  .action(async (options: { runs: number; services: number; serversEach: number }) => {
    process.stdout.write(`${JSON.stringify(await benchIpvs(options))}\n`);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
