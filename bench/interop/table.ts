import type { InteropResult } from "./interop.ts";

const HEAD = ["version", "family", "way", "auth", "master", "peer", "result"] as const;

const rowsOf = ({ peer, cases, faults }: InteropResult): readonly (readonly string[])[] =>
  cases.map((each) => [
    `v${each.version}`,
    each.family,
    each.way,
    each.authentication,
    each.master === "baton" ? "baton" : peer,
    peer,
    faults.get(each.name) ?? "pass",
  ]);

/** One line a case, columns aligned. */
export const table = (results: readonly InteropResult[]): string => {
  const rows = results.flatMap(rowsOf);
  const widths = HEAD.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [HEAD, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
