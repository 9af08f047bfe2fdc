import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../packages/shared/src/config/load.ts";

/** keepalived itself is the truth: `keepalived -t` runs on every file, in a network of its own with eth0 and eth1. */
const keepalived = process.env.BATON_KEEPALIVED ?? "";
const folder = fileURLToPath(new URL(".", import.meta.url));

interface Expected {
  readonly file: string;
  readonly keepalived: "accepts" | "refuses" | "hangs";
  /** Why Baton answers differently; absent where it must not. */
  readonly difference?: string;
}

const expected = readFileSync(`${folder}expected.jsonl`, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Expected);

const NETWORK =
  "ip link set lo up && ip link add eth0 type veth peer name eth1 && ip link set eth0 up && ip link set eth1 up";

/** Exit status 0: fine; 6: only a script's security; anything else: refused. SIGTERM after 5 s: it hangs. */
const verdict = (file: string): Expected["keepalived"] => {
  const script = `${NETWORK} && exec timeout 5 "$0" -t -i lvs1 -f "$1"`;
  const args = ["--net", "--mount", "sh", "-c", script, keepalived, `${folder}${file}`];
  const result: SpawnSyncReturns<string> = spawnSync("unshare", args, { encoding: "utf8", timeout: 20_000 });
  if (result.error) throw result.error;
  if (result.status === 124) return "hangs";
  return result.status === 0 || result.status === 6 ? "accepts" : "refuses";
};

if (keepalived === "")
  process.stderr.write("differential test skipped: set BATON_KEEPALIVED to a keepalived 2.2.7 program\n");

describe.skipIf(keepalived === "")("keepalived -t and Baton agree, or differ for a listed reason", () => {
  test.each(expected)("$file", { timeout: 30_000 }, ({ file, keepalived: known, difference }) => {
    const said = verdict(file);
    expect(said).toBe(known);
    const text = readFileSync(`${folder}${file}`, "utf8");
    const { model } = loadConfig({ path: file, text }, () => [], { configId: "lvs1" });
    if (difference === undefined) expect(model !== null).toBe(said === "accepts");
    else expect(model !== null).not.toBe(said === "accepts");
  });
});
