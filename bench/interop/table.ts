import type { InteropResult } from "./interop.ts";

const HEAD = ["version", "family", "way", "auth", "master", "peer", "result"] as const;

/** One line a case, columns aligned. */
export const table = ({ peer, cases, faults }: InteropResult): string => {
  const rows = cases.map((each) => [
    `v${each.version}`,
    each.family,
    each.way,
    each.authentication,
    each.master === "baton" ? "baton" : peer,
    peer,
    faults.get(each.name) ?? "pass",
  ]);
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
