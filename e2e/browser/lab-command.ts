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

const statusSchema = z.object({ setupLink: z.string().nullable(), vip: z.object({ holders: z.array(z.string()) }) });

export const labStatus = async (): Promise<z.infer<typeof statusSchema>> =>
  statusSchema.parse(JSON.parse(await mustLab("status", "--json")));
