import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";

const FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin"];
const MAX_OUTPUT_BYTES = 1000;
const TIMEOUT_MS = 10_000;

/** $BATON_NFT names another program than the system's. */
export const findNft = (): string | null => {
  const named = process.env.BATON_NFT;
  if (named !== undefined && named !== "") return existsSync(named) ? named : null;
  return FOLDERS.map((folder) => join(folder, "nft")).find((path) => existsSync(path)) ?? null;
};

const run = (program: string, file: string, namespace: string | null): Promise<Result<void, string>> =>
  new Promise((resolve) => {
    const [first = program, ...args] = [
      ...(namespace === null ? [] : ["ip", "netns", "exec", namespace]),
      ...[program, "-j", "-f", file],
    ];
    const child = spawn(first, args, { stdio: ["ignore", "ignore", "pipe"], timeout: TIMEOUT_MS });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(0, MAX_OUTPUT_BYTES);
    });
    child.on("error", (error) => resolve(err(`nft can't be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(ok(undefined));
      else resolve(err(`nft: ${said.trim().split("\n")[0] || (signal ?? `exit status ${code}`)}`));
    });
  });

/**
 * Carries out a document of libnftables-json(5), all of it or nothing, in this network namespace or in the one that `ip netns`
 * knows by a name. The error is nft's own word.
 */
export const runNft = async (
  commands: readonly unknown[],
  namespace: string | null = null,
): Promise<Result<void, string>> => {
  const program = findNft();
  if (program === null) return err("the program nft is not installed");
  let folder: string | null = null;
  try {
    // nft opens its standard input by name, which can't be done with the socket that a child is given here.
    folder = await mkdtemp(join(tmpdir(), "baton-nft-"));
    const file = join(folder, "rules.json");
    await writeFile(file, JSON.stringify({ nftables: commands }));
    return await run(program, file, namespace);
  } catch (error) {
    return err(errorText(error));
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
};
