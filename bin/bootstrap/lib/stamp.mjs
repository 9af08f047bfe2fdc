import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, stampDir } from "./paths.mjs";

const skipped = new Set([
  "node_modules",
  "out",
  "dist",
  "dist-types",
  "generated",
  "test-results",
  "playwright-report",
]);

/** sha256 over names and contents of files and folders (relative to the root; folders are walked) and of plain strings. */
export function contentHash(paths, extra = []) {
  const hash = createHash("sha256");
  for (const text of extra) hash.update(`${text}\0`);
  for (const path of paths) addPath(hash, path);
  return hash.digest("hex");
}

function addPath(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
    return;
  }
  for (const entry of readdirSync(full, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (skipped.has(entry.name) || !(entry.isFile() || entry.isDirectory())) continue;
    addPath(hash, `${path}/${entry.name}`);
  }
}

/** True when `name` was last done for this very hash and everything it made is still there. */
export function isDone(name, hash, outputs = []) {
  const file = join(stampDir, name);
  if (!existsSync(file) || readFileSync(file, "utf8") !== hash) return false;
  return outputs.every((path) => existsSync(path));
}

export function markDone(name, hash) {
  mkdirSync(stampDir, { recursive: true });
  writeFileSync(join(stampDir, name), hash);
}
