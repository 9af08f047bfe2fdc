import type { Statement } from "./ast.ts";
import { moderniseMysql } from "./modernise-mysql.ts";
import { parseSource } from "./parse-source.ts";
import { applyEdits, type Edit, type Rewrite, replaceWords } from "./rewrite.ts";

export type { Rewrite } from "./rewrite.ts";

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
 * Old spellings and the MySQL idioms of two-node pairs rewritten, each with its reason; all else, comments included,
 * stays byte for byte. A file with nothing to rewrite, or with braces that do not match, comes back unchanged.
 */
export const modernise = (text: string): Modernised => {
  const { statements, diagnostics } = parseSource({ path: "", text });
  if (diagnostics.length > 0) return { text, rewrites: [] };
  const edits = [...spellings(statements, ""), ...moderniseMysql(statements)].toSorted(inOrder);
  return { text: applyEdits(text, edits), rewrites: edits.map(({ rewrite }) => rewrite) };
};

const inOrder = (a: Edit, b: Edit): number => a.rewrite.line - b.rewrite.line || a.start - b.start;

const spellings = (statements: readonly Statement[], inside: string): readonly Edit[] =>
  statements.flatMap(({ words, block }) => {
    const values = words.map(({ value }) => value);
    const [keyword = ""] = values;
    if (block) return spellings(block.items, keyword);
    const found = Object.hasOwn(RULES, keyword) ? RULES[keyword]?.(values, inside) : null;
    return found ? replaceWords(words, found.after, found.reason) : [];
  });
