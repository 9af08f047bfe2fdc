import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./paths.mjs";

/*
 * "Direction of imports" of docs/architecture.md as data. Each project is a list of levels, lowest first; a file may
 * import from its own folder and from folders of lower levels. Folders of one level do not know each other.
 */
const projects = [
  { at: "packages/shared/src", levels: [["base"], ["net"], ["config"], ["contract"]] },
  {
    at: "apps/agent/src",
    levels: [
      ["core/bytes"],
      [
        "core/vrrp",
        "core/ipvs",
        "core/mysql",
        "core/script",
        "core/witness",
        "core/host",
        "core/smtp",
        "core/icmp",
        "core/bfd",
        "core/mail",
      ],
      ["core/health"],
      ["core/packet", "core/netlink", "core/plan", "core/uplink"],
      ["ports"],
      ["io"],
      ["app"],
      ["cli", "main.ts"],
    ],
  },
  {
    at: "apps/api/src",
    levels: [
      ["generated"],
      ["domain"],
      ["ports"],
      ["usecases"],
      ["http", "realtime", "adapters"],
      ["settings"],
      ["app"],
      ["main.ts"],
    ],
  },
  {
    at: "apps/web/src",
    levels: [
      ["util", "i18n"],
      ["ui"],
      ["api", "stores"],
      ["model"],
      ["hooks"],
      ["components"],
      ["editor"],
      ["table", "forms"],
      ["layouts"],
      ["pages"],
      ["routes"],
      ["main.tsx"],
    ],
  },
  { at: "e2e", levels: [["vm"], ["lab"], ["scenarios", "browser"], ["lab/cli-scenario.ts"], ["lab/cli.ts"]] },
];

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;
const skipped = new Set(["node_modules", "out", "dist", "dist-types", "generated"]);

/** Sentences that name each import against the direction, "file:line: ...". */
export function layerViolations() {
  return projects.flatMap((project) => sourceFiles(project.at).flatMap((file) => violationsIn(project, file)));
}

/** Pure: the violations of one file's text. */
export function violationsInText(project, file, text) {
  const isTest = /\.test\.tsx?$/.test(file);
  const found = [];
  for (const match of text.matchAll(importPattern)) {
    const target = resolveImport(file, match[1]);
    if (target === null) continue;
    const reason = crossesProjects(project, target) ?? (isTest ? null : goesUp(project, file, target));
    if (reason === null) continue;
    const line = text.slice(0, match.index).split("\n").length;
    found.push(`${file}:${line}: ${reason}`);
  }
  return found;
}

const violationsIn = (project, file) => violationsInText(project, file, readFileSync(join(root, file), "utf8"));

/** Repository path of an imported source file; null for packages and Node's own modules. */
function resolveImport(file, specifier) {
  if (specifier.startsWith(".")) return relative(root, join(root, dirname(file), specifier));
  if (specifier.startsWith("@/")) return `apps/web/src/${specifier.slice(2)}`;
  if (specifier.startsWith("@baton/shared/")) return `packages/shared/src/${specifier.slice("@baton/shared/".length)}`;
  return null;
}

function crossesProjects(project, target) {
  if (target.startsWith(`${project.at}/`) || target.startsWith("packages/shared/src/")) return null;
  const other = projects.find(({ at }) => target.startsWith(`${at}/`));
  return other === undefined
    ? null
    : `${project.at} must not import ${other.at} (${target}); they meet only in packages/shared`;
}

function goesUp(project, file, target) {
  if (!target.startsWith(`${project.at}/`)) return null;
  const from = placeOf(project, file);
  const to = placeOf(project, target);
  if (from === null || to === null || from.folder === to.folder || to.level < from.level) return null;
  return `${from.folder} must not import ${to.folder} (${target})`;
}

/** Level and folder of a file, by the longest name that fits; null for files outside all levels (settings of the tools). */
function placeOf(project, file) {
  const path = file.slice(project.at.length + 1);
  const fitting = project.levels
    .flatMap((folders, level) => folders.map((folder) => ({ level, folder })))
    .filter(({ folder }) => path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}.ts`));
  return fitting.sort((a, b) => b.folder.length - a.folder.length)[0] ?? null;
}

export const levelsOf = (at) => projects.find((project) => project.at === at);

export function sourceFiles(dir, pattern = /\.tsx?$/) {
  let entries = [];
  try {
    entries = readdirSync(join(root, dir), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourceFiles(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}
