import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";

/** For tests: the configurations that keepalived and Baton both accept. */
export interface ConformanceFile {
  /** "valid/service.conf". */
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly model: ConfigModel;
}

const folder = fileURLToPath(new URL("../../../../conformance/config/", import.meta.url));

const rows = <T>(name: string): readonly T[] =>
  readFileSync(join(folder, name), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

/** Files by name whose tables (or addresses) differ on purpose, with the reason. */
export const differences = (what: "table" | "addresses"): ReadonlyMap<string, string> =>
  new Map(
    rows<{ file: string; what: string; reason: string }>("kernel-differences.jsonl")
      .filter((row) => row.what === what)
      .map(({ file, reason }) => [file, reason]),
  );

const load = (name: string, path: string): readonly ConformanceFile[] => {
  const text = readFileSync(path, "utf8");
  const { model } = loadConfig({ path, text }, () => [], { configId: "lvs1" });
  return model ? [{ name, path, text, model }] : [];
};

/** keepalived's own samples, where its package has been unpacked. */
const samples = (): readonly string[] => {
  const keepalived = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";
  const found = join(keepalived, "../../share/doc/keepalived/samples");
  return existsSync(found)
    ? readdirSync(found)
        .filter((name) => name.includes(".conf"))
        .map((name) => join(found, name))
    : [];
};

export const conformanceFiles = (): readonly ConformanceFile[] => [
  ...rows<{ file: string; keepalived: string }>("expected.jsonl")
    .filter(({ keepalived }) => keepalived === "accepts")
    .flatMap(({ file }) => load(file, join(folder, file))),
  ...samples().flatMap((path) => load(`samples/${basename(path)}`, path)),
];
