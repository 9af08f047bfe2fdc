import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { privateRoot } from "./paths.ts";

const programDirs = ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "usr/lib/frr"];
const libraryDirs = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];

/** Path of a program in the system, else in the private root of unpacked Debian packages, else null. */
export const find = (tool: string): string | null => {
  for (const root of ["/", privateRoot()]) {
    for (const dir of programDirs) {
      const path = join(root, dir, tool);
      if (existsSync(path)) return path;
    }
  }
  return null;
};

/** As `find`, with a sentence that names the remedy. */
export const need = (tool: string): string => {
  const path = find(tool);
  if (path === null) throw new Error(`${tool} is missing; run \`npm run setup\` (test tools: \`npm test\`)`);
  return path;
};

/** Environment for children: programs and libraries of the private root come after the system's own. */
export const env = (base: NodeJS.ProcessEnv = process.env): Record<string, string> => {
  const inherited = Object.fromEntries(
    Object.entries(base).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  const path = [
    inherited.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin",
    ...programDirs.map((dir) => join(privateRoot(), dir)),
  ];
  const libraries = [
    ...(inherited.LD_LIBRARY_PATH?.split(delimiter) ?? []),
    ...libraryDirs.map((dir) => join(privateRoot(), dir)),
  ];
  return {
    ...inherited,
    PATH: unique(path.flatMap((each) => each.split(delimiter))),
    LD_LIBRARY_PATH: unique(libraries),
  };
};

const unique = (parts: readonly string[]): string => [...new Set(parts.filter((part) => part !== ""))].join(delimiter);
