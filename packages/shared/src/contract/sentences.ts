import { type Template, templateOf, valuesIn } from "../base/template.ts";

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
  "not-on-lo": "{address}/{prefix} is not on lo",
  "setting-unreadable": "{name} can't be read",
  "setting-wrong": "{name} is {value}, should be {wanted}",
  "no-right": "no right to see the replication status",
  "no-replica": "this server is no replica of anything",
  "sql-stopped": "the SQL thread for {source} is not running",
  "sql-stopped-error": "the SQL thread for {source} is not running: {why}",
  "io-stopped": "the I/O thread for {source} is not running",
  "io-stopped-error": "the I/O thread for {source} is not running: {why}",
  "io-connecting": "the I/O thread for {source} is still connecting",
  "io-connecting-error": "the I/O thread for {source} is still connecting: {why}",
  "error-packet": "the server answered with an error packet",
  "no-greeting": "the server closed the connection without a greeting",
  stopping: "stopping",
} as const;
export type SentenceCode = keyof typeof SENTENCES;

/** A remark that may follow any of them. */
export const REMARK = "; own timer was {lag} ms late";

/** What a field may be, so that no two templates fit the same sentence by chance. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  ...{ ms: /^\d+$/, ago: /^\d+$/, priority: /^\d+$/, count: /^\d+$/, lag: /^\d+$/, seconds: /^[\d.]+$/ },
  ...{ address: /^\S+$/, name: /^\S+$/, target: /^\S+$/, kind: /^\w+$/, source: /^\S+$/ },
  ...{ value: /^\S+$/, wanted: /^\S+$/, prefix: /^\d+$/ },
  ...{ who: /^[^:]+$/, why: /^.+$/ },
};
const ANY = /^/;

export interface Recognised {
  readonly code: SentenceCode;
  readonly args: Readonly<Record<string, string>>;
  /** How late the own timer was, milliseconds, where that is remarked. */
  readonly lag: string | null;
}

const LONGEST = 500;

const CODES = Object.keys(SENTENCES) as readonly SentenceCode[];
const TEMPLATES = CODES.map((code) => ({ code, template: templateOf(SENTENCES[code]) }));
const REMARKED = templateOf(`{sentence}${REMARK}`);

/** By field; null when the sentence does not fit. */
const argsOf = (template: Template, sentence: string): Readonly<Record<string, string>> | null => {
  const read = (field: string, text: string): string | null => ((FIELDS[field] ?? ANY).test(text) ? text : null);
  const values = valuesIn(template, sentence, read);
  return values && Object.fromEntries(template.fields.map((field, at) => [field, values[at] ?? ""]));
};

const withoutRemark = (sentence: string): Omit<Recognised, "lag"> | null => {
  for (const { code, template } of TEMPLATES) {
    const args = argsOf(template, sentence);
    if (args) return { code, args };
  }
  return null;
};

/** The code and arguments of a sentence, null when it fits no template. */
export const recognise = (sentence: string): Recognised | null => {
  if (sentence.length > LONGEST) return null;
  const remarked = argsOf(REMARKED, sentence);
  const found = withoutRemark(remarked?.sentence ?? sentence);
  return found ? { ...found, lag: remarked?.lag ?? null } : null;
};
