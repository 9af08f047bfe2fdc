/**
 * Sentences that agents say in facts and events, as templates. Agents send plain English, which is what logs, the
 * command line and older sides read; from the template the code and the arguments come back, for other languages.
 * A sentence that fits no template is shown as it is.
 */
export const SENTENCES = {
  startup: "startup",
  "interface-works": "the interface works again",
  owner: "priority 255: owner of the addresses",
  "no-advert-yet": "no advert heard for {ms} ms",
  "no-advert": "no advert from {address} (priority {priority}) for {ms} ms, the last came {ago} ms ago",
  resigned: "{address} resigned with priority 0",
  outrun: "the master resigned, and the weaker {address} (priority {priority}) was quicker",
  preempting: "preempting the weaker master {address} (priority {priority}), the last came {ago} ms ago",
  higher: "heard {address} (priority {priority}): higher priority",
  equal: "heard {address} (priority {priority}): equal priority, higher address",
  "takeover-by": "takeover by command of {who}",
  "group-master": "sync group {name} became master",
  "group-backup": "sync group {name} became backup",
  stall: "own stall: no advert sent for {ms} ms, and {address} (priority {priority}) became master",
  "stall-listening": "own stall: no advert sent for {ms} ms, longer than the others wait; listening first",
  "no-interface": "there is no interface {name}",
  down: "{name} is down",
  "no-carrier": "{name} has no carrier",
  "no-result": "{kind} {name} has no result yet",
  "not-probed": "not probed yet",
  "no-checker": "no checker is configured",
  "check-succeeded": "{kind} of {target} succeeded",
  "check-failed": "{kind} of {target} failed: {why}",
  "check-failed-retries": "{kind} of {target} failed after {count} retries: {why}",
  "check-failed-retry": "{kind} of {target} failed after {count} retry: {why}",
  refused: "connection refused",
  reset: "connection reset",
  timeout: "no answer in time",
  "host-unreachable": "host unreachable",
  "network-unreachable": "network unreachable",
  "lag-weight": "{kind} of {target}: replication lag {seconds} s",
  stopping: "stopping",
} as const;
export type SentenceCode = keyof typeof SENTENCES;

/** A remark that may follow any of them. */
export const REMARK = "; own timer was {lag} ms late";

/** What a field may be, so that no two templates fit the same sentence by chance and matching stays cheap. */
const FIELDS: Readonly<Record<string, string>> = {
  ...{ ms: "\\d+", ago: "\\d+", priority: "\\d+", count: "\\d+", lag: "\\d+", seconds: "[\\d.]+" },
  ...{ address: "\\S+", name: "\\S+", target: "\\S+", kind: "\\w+" },
  ...{ who: "[^:]+", why: ".+" },
};

export interface Recognised {
  readonly code: SentenceCode;
  readonly args: Readonly<Record<string, string>>;
  /** How late the own timer was, milliseconds, where that is remarked. */
  readonly lag: string | null;
}

const LONGEST = 500;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const patternOf = (template: string): string =>
  template
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? literal(part) : `(?<${part}>${FIELDS[part] ?? "\\S+"})`))
    .join("");

const CODES = Object.keys(SENTENCES) as readonly SentenceCode[];
const PATTERNS = CODES.map((code) => ({
  code,
  pattern: new RegExp(`^${patternOf(SENTENCES[code])}(?:${patternOf(REMARK)})?$`),
}));

/** The code and arguments of a sentence, null when it fits no template. */
export const recognise = (sentence: string): Recognised | null => {
  if (sentence.length > LONGEST) return null;
  for (const { code, pattern } of PATTERNS) {
    const groups = pattern.exec(sentence)?.groups;
    if (groups) return named(code, groups);
  }
  return null;
};

const named = (code: SentenceCode, groups: Readonly<Record<string, string | undefined>>): Recognised => {
  const { lag = null, ...rest } = groups;
  const args = Object.fromEntries(
    Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { code, args, lag };
};
