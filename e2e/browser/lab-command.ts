import { spawn } from "node:child_process";
import path from "node:path";
import * as z from "zod";
import { repositoryRoot } from "../vm/paths.ts";

/** Not the port people use. */
export const BROWSER_PORT = Number(process.env.BATON_BROWSER_PORT ?? 18_099);

export interface LabOutput {
  readonly status: number | null;
  readonly stdout: string;
}

/** `bin/baton lab ...`, as a person would type it; its progress goes to this process's own stderr. */
export const lab = (...args: string[]): Promise<LabOutput> =>
  new Promise((resolve, reject) => {
    const child = spawn(path.join(repositoryRoot(), "bin", "baton"), ["lab", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let stdout = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      stdout += text;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout }));
  });

export const mustLab = async (...args: string[]): Promise<string> => {
  const { status, stdout } = await lab(...args);
  if (status !== 0) throw new Error(`baton lab ${args.join(" ")}: exit status ${status}\n${stdout}`);
  return stdout;
};

const statusSchema = z.object({
  setupLink: z.string().nullable(),
  vip: z.object({ holders: z.array(z.string()) }),
  units: z.array(z.object({ name: z.string(), log: z.string() })),
});

export const labStatus = async (): Promise<z.infer<typeof statusSchema>> =>
  statusSchema.parse(JSON.parse(await mustLab("status", "--json")));

/** What each part of the lab and its kernel said last, for the report of a test that failed; printed too, since a CI run keeps only text. */
export const labLogs = async (): Promise<ReadonlyArray<readonly [name: string, text: string]>> => {
  const { units } = await labStatus();
  const hub = units.find(({ name }) => name === "hub");
  const sources = [
    ...units.map(({ name, log }) => [name, ["tail", "-n", "40", log]] as const),
    ["relay of the hub", ["tail", "-n", "40", path.join(path.dirname(hub?.log ?? ""), "relay.log")]] as const,
    ["kernel", ["dmesg"]] as const,
  ];
  const logs: (readonly [string, string])[] = [];
  for (const [name, argv] of sources) {
    const { stdout } = await lab("exec", "--", ...argv);
    const last = stdout.split("\n").slice(-40).join("\n");
    process.stderr.write(`--- ${name}\n${last}\n`);
    logs.push([name, last]);
  }
  return logs;
};
