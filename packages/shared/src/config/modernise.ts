import type { Statement } from "./ast.ts";
import { parseSource } from "./parse-source.ts";

/** One rewritten place. Lines count from 1 in the old text. */
export interface Rewrite {
  readonly line: number;
  readonly before: string;
  /** Null: the statement goes. */
  readonly after: string | null;
  readonly reason: string;
}

export interface Modernised {
  readonly text: string;
  readonly rewrites: readonly Rewrite[];
}

type Rule = (words: readonly string[], inside: string) => Pick<Rewrite, "after" | "reason"> | null;

const CHECKS_WITH_RETRY = ["TCP_CHECK", "HTTP_GET", "SSL_GET"];

/** Each rule sees a statement's words and the keyword of the block around it. */
const RULES: Readonly<Record<string, Rule>> = {
  nb_get_retry: (words, inside) =>
    CHECKS_WITH_RETRY.includes(inside)
      ? {
          after: ["retry", ...words.slice(1)].join(" "),
          reason: "the keyword is retry; keepalived refuses nb_get_retry in TCP_CHECK",
        }
      : null,
  nat_mask: (_words, inside) =>
    inside === "virtual_server" ? { after: null, reason: "it has done nothing since keepalived 1.2.20" } : null,
  persistence_timeout: (words) =>
    words[1] === "0" ? { after: null, reason: "0 means no persistence, which is what leaving it out means" } : null,
  lvs_id: (words) => ({
    after: ["router_id", ...words.slice(1)].join(" "),
    reason: "the keyword is router_id since 1.1.8",
  }),
  lvs_flush_onstop: (words) => ({
    after: ["lvs_flush_on_stop", ...words.slice(1)].join(" "),
    reason: "the keyword is lvs_flush_on_stop since 2.2.0",
  }),
  enable_snmp_keepalived: () => ({ after: "enable_snmp_vrrp", reason: "the keyword is enable_snmp_vrrp since 2.0.0" }),
  vrrp_garp_interval: (words) =>
    words[1] === "0" ? { after: null, reason: "0 is no pause, which is the default" } : null,
  vrrp_gna_interval: (words) =>
    words[1] === "0" ? { after: null, reason: "0 is no pause, which is the default" } : null,
};

/**
 * Old spellings rewritten, each with its reason; all else, comments included, stays byte for byte. A file
 * with nothing to rewrite, or with braces that do not match, comes back unchanged.
 */
export const modernise = (text: string): Modernised => {
  const { statements, diagnostics } = parseSource({ path: "", text });
  if (diagnostics.length > 0) return { text, rewrites: [] };
  const found: Place[] = [];
  visit(statements, "", found);
  const lines = text.split("\n");
  // From the end, so that places further left on a line stay where they are.
  for (const { rewrite, start, end } of found.toReversed()) {
    const index = rewrite.line - 1;
    const line = lines[index] ?? "";
    lines[index] = line.slice(0, start) + (rewrite.after ?? "") + line.slice(end);
  }
  const gone = new Set(found.filter(({ rewrite }) => rewrite.after === null).map(({ rewrite }) => rewrite.line));
  const kept = lines.filter((line, index) => !gone.has(index + 1) || line.trim() !== "");
  return { text: kept.join("\n"), rewrites: found.map(({ rewrite }) => rewrite) };
};

interface Place {
  readonly rewrite: Rewrite;
  readonly start: number;
  readonly end: number;
}

const visit = (statements: readonly Statement[], inside: string, found: Place[]): void => {
  for (const { words, block } of statements) {
    const [first] = words;
    const last = words.at(-1);
    if (block) visit(block.items, first?.value ?? "", found);
    else if (first && last) {
      const rule = Object.hasOwn(RULES, first.value) ? RULES[first.value] : undefined;
      const { line } = first;
      const before = line.text.slice(first.start, last.end);
      const result = rule?.(
        words.map(({ value }) => value),
        inside,
      );
      if (result) found.push({ rewrite: { line: line.number, before, ...result }, start: first.start, end: last.end });
    }
  }
};
