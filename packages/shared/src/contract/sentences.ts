import { type Template, templateOf, valuesIn } from "../base/template.ts";

/**
 * Sentences that agents say in facts and events, as templates, a longer one before what it may hold. Agents send plain English, which is what logs, the
 * command line and older sides read; from the template the code and the arguments come back, for other languages.
 * A sentence that fits no template is shown as it is.
 */
export const SENTENCES = {
  kept: "{why}; kept at 1 as the last server of the pool",
  "line-backup": "({name}) Entering BACKUP STATE ({why})",
  "line-master": "({name}) Entering MASTER STATE ({why})",
  "line-fault": "({name}) Entering FAULT STATE ({why})",
  "line-stopped": "({name}) Stopped ({why})",
  "line-takeover-started": "({name}) takeover started: {why}",
  "line-takeover-ended": "({name}) takeover ended: {why}",
  "line-refused": "({name}) ignoring adverts from {address}: {why} (further ones of this kind are counted only)",
  "line-address": "({name}) {cidr} on {device}: {why}",
  "line-adding": "Adding service {target} to VS {pool}",
  "line-removing": "Removing service {target} from VS {pool}",
  "line-quorum-gained": "Gained quorum {quorum}+{margin}={bar} <= {weight} for VS {pool}",
  "line-quorum-lost": "Lost quorum {quorum}-{margin}={bar} > {weight} for VS {pool}",
  "line-weight": "Changing weight of {target} in {service} from {weight} to {weight2} ({why})",
  "line-quiet": "real server: {name} is on lo and quiet",
  "line-not-right": "real server: {name} is not right: {why}",
  "line-track-up": "{tracker}({name}) succeeded ({why})",
  "line-track-down": "{tracker}({name}) failed ({why})",
  "line-track-disabled": "{tracker}({name}) is disabled ({why})",
  "line-track-says": "{tracker}({name}) says {value}",
  "line-notify": "({name}) {keyword} {program}: {why}",
  "line-exited": "Process {name}[{pid}] exited with status {code}; starting it again in {ms} ms",
  "line-killed": "Process {name}[{pid}] was killed by {signal}; starting it again in {ms} ms",
  "line-starting": "Starting Baton v{release} as {name} ({roles})",
  "line-stopping": "Stopping Baton v{release} ({name})",
  "line-reloaded": "Reloaded {path}",
  "line-broken": "{path} is broken; going on with the configuration as it was: {why}",
  "line-answers-again": "{target} answers again after {seconds} s, by one probe a second",
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
  "lease-ended": "the lease of the takeover ended",
  "released-by": "released by {who}",
  "address-set": "set",
  "address-gone": "removed",
  "address-there": "was there already",
  "address-taken": "removed by someone else",
  tracked: "{track} {name}: {why}",
  "file-says": "file {name} says {value}",
  "number-says": "{name} says {n}",
  "exit-status-said": "exit status {code}: {why}",
  "exit-status": "exit status {code}",
  "killed-by": "killed by {signal}",
  "timed-out": "timed out",
  "cannot-run": "can't be run: {why}",
  "too-few": "{n} running, {n2} needed",
  "bfd-up": "the session is up",
  "bfd-not-yet": "the session is not up yet",
  "bfd-silent": "nothing heard for the detection time",
  "bfd-neighbour-shut": "the neighbour is shut down",
  "at-place": "{place}: {why}",
  "host-down": "host down",
  "no-source-address": "the address to connect from is not on this host",
  "no-source-interface": "the interface to connect from is not on this host",
  "called-off": "the probe was called off",
  "http-status": "status {code}",
  "wrong-digest": "the digest is {digest}, not {digest2}",
  "pattern-missing": "the pattern is not found",
  "pattern-found": "the pattern is found",
  "not-done": "not done in {ms} ms",
  "smtp-closed": "the connection was closed within the session",
  "dns-answer": "the answer is {word}",
  "dns-none": "the answer is not DNS",
  "udp-length": "a reply of {n} bytes, not of {n2} to {n3}",
  "udp-differs": "the reply differs in byte {n}",
  "read-only": "the server is read only",
  "read-only-unknown": "whether it can be written is not known",
  "writes-too": "{target} takes writes too",
  "lag-over": "replication lag {seconds} s; at most {seconds2} s are allowed",
  "lag-unknown": "the lag is not known; at most {seconds} s are allowed",
  standby: "standby: serves while the quorum is lost",
  "drained-because": "drained by {who}: {words}",
  drained: "drained by {who}",
  "set-because": "set by {who}: {words}",
  "set-by": "set by {who}",
  "as-configured": "as configured",
  "advert-version": "VRRP version {version}, expected {version2}",
  "advert-auth": "authentication {auth}, expected {auth2}",
  "advert-password": "wrong password",
  "advert-interval": "interval {ms} ms, expected {ms2} ms",
  "advert-addresses": "addresses {addresses}, expected {addresses2}",
  "advert-vrid": "virtual_router_id {n} for the same addresses, expected {n2}",
  "advert-unicast": "sent to {address}, expected multicast {address2}",
  "advert-multicast": "sent by multicast, expected unicast",
  "advert-peer-ttl": "TTL {n}, expected {n2} to {n3} from this peer",
  "advert-ttl": "TTL {n}, expected {n2}",
  "advert-stranger": "not a listed unicast peer",
  "advert-checksum": "wrong checksum",
  "advert-length": "{n} bytes, expected {n2} for {n3} addresses",
  "advert-no-ah": "no authentication header, expected one (AH)",
  "advert-ah": "an authentication header, expected none",
  "advert-digest": "wrong digest: another password, or changed on the way",
  "advert-replay": "sequence number {n}, expected more than {n2}",
  "drill-lost": "{name} lost its connection to the hub.",
  "drill-fault": "{name} went to the fault state.",
  "drill-taken": "{name} took the VIP, which no one had asked for.",
  "drill-let-go": "{name} no longer holds the VIP, which no one had asked for.",
  "drill-hub-stopped": "The hub is being stopped.",
  "drill-no-measurement": "{name} did not send its measurement in time.",
  "drill-bad-measurement": "{name} sent no usable measurement.",
  "drill-table-lacks": "{name}'s kernel table lacks the virtual server that {name2} serves.",
} as const;
export type SentenceCode = keyof typeof SENTENCES;

/** A remark that may follow any of them. */
export const REMARK = "; own timer was {lag} ms late";

const NUMBER = /^-?\d+$/;
const WORD = /^\S+$/;
const ADDRESS = String.raw`[\da-f.:]+`;

/** What a field may be, so that no two templates fit the same sentence by chance; `ms2` is as `ms`. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  ...{ ms: NUMBER, ago: NUMBER, priority: NUMBER, count: NUMBER, lag: NUMBER, seconds: /^[\d.]+$/, prefix: NUMBER },
  ...{ n: NUMBER, code: NUMBER, pid: NUMBER, weight: NUMBER, quorum: NUMBER, margin: NUMBER, bar: NUMBER },
  ...{ address: WORD, name: WORD, target: WORD, kind: /^\w+$/, source: WORD, value: WORD, wanted: WORD },
  ...{ word: WORD, device: WORD, release: WORD, digest: WORD, version: NUMBER, signal: /^SIG\w+$/ },
  ...{ keyword: /^notify\w*$/, program: WORD, path: /^\/.*$/, place: /^(\/\S*|\[\S+\]:\d+)$/ },
  ...{ tracker: /^(VRRP_Script|Process|Track file|BFD session)$/, track: /^(script|process|bfd)$/ },
  ...{ auth: /^(none|PASS|AH|type \d+)$/, pool: /^(\[\S+\]:\d+|FWM \d+)$/, roles: /^[\w, ]+$/ },
  cidr: new RegExp(`^${ADDRESS}/\\d+$`),
  addresses: new RegExp(`^(none|${ADDRESS}(, ${ADDRESS})*)$`),
  ...{ who: /^[^:]+$/, why: /^.+$/ },
};
const ANY = /^/;
const shapeOf = (field: string): RegExp => FIELDS[field.replace(/\d+$/, "")] ?? ANY;

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
  const read = (field: string, text: string): string | null => (shapeOf(field).test(text) ? text : null);
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
