import { fromSeconds, type Millis, millis } from "../../base/duration.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { ConfigModel } from "../model.ts";
import type { LinkDelay, TrackFile, TrackProcess, TrackScript } from "../model-track.ts";
import { type Complaints, entriesOf, entryOf, flagOf, numberOf } from "./reader.ts";
import { compileScriptLine, compileUser, splitCommand } from "./script-command.ts";
import { weightOptions } from "./weight.ts";

const MAX_BINARY_WEIGHT = 253;
const MAX_FILE_WEIGHT = 254;

const nameOf = (entry: BoundEntry): string => (typeof entry.value === "string" ? entry.value : "");

/** keepalived has one name space for each kind; the later one of two would be silently dropped there. */
const unique = (entries: readonly BoundEntry[], say: Complaints): readonly BoundEntry[] => {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const name = nameOf(entry);
    const again = seen.has(name);
    if (again) say.error(entry.keyword, "config.duplicate-name", `there are two ${entry.spec.name} named ${name}`);
    seen.add(name);
    return !again;
  });
};

const ownWeight = (block: BoundBlock, fallback: number, limit: number, say: Complaints) =>
  weightOptions(entryOf(block, "weight")?.args ?? [], { weight: fallback, reverse: false }, limit, say, true);

const missing = (entry: BoundEntry, keyword: string, say: Complaints): void =>
  say.error(entry.keyword, "config.missing-keyword", `${entry.spec.name} ${nameOf(entry)} has no '${keyword}'`);

const compileScript = (entry: BoundEntry, say: Complaints): TrackScript | null => {
  const { block } = entry;
  if (!block) return null;
  const line = entryOf(block, "script");
  if (!line) missing(entry, "script", say);
  const user = compileUser(entryOf(block, "user")?.args ?? [], say);
  const command = line ? compileScriptLine(line, user, say) : null;
  if (!command) return null;
  return {
    name: nameOf(entry),
    range: statementRange(entry.statement),
    command,
    interval: fromSeconds(numberOf(block, "interval") ?? 1),
    timeout: fromSeconds(numberOf(block, "timeout") ?? 0),
    rise: numberOf(block, "rise") ?? 1,
    fall: numberOf(block, "fall") ?? 1,
    ...ownWeight(block, 0, MAX_BINARY_WEIGHT, say),
    initFail: flagOf(block, "init_fail") === true,
  };
};

const matchOf = (block: BoundBlock, argv: readonly string[]): TrackProcess["match"] => {
  const loose = entryOf(block, "param_match")?.value;
  if (loose === "initial" || loose === "partial") return loose;
  return argv.length > 1 || entryOf(block, "full_command") ? "exact" : "name";
};

const compileProcess = (entry: BoundEntry, say: Complaints): TrackProcess | null => {
  const { block } = entry;
  if (!block) return null;
  const line = entryOf(block, "process");
  if (!line) missing(entry, "process", say);
  const [first, ...rest] = line?.args ?? [];
  const [program, ...args] =
    rest.length > 0 ? [first, ...rest].map((word) => word?.value ?? "") : splitCommand(first?.value ?? "");
  if (program === undefined) return null;
  const delay = numberOf(block, "delay") ?? 0;
  return {
    name: nameOf(entry),
    range: statementRange(entry.statement),
    argv: [program, ...args],
    match: matchOf(block, [program, ...args]),
    ...ownWeight(block, 1, MAX_BINARY_WEIGHT, say),
    quorum: numberOf(block, "quorum") ?? 1,
    quorumMax: numberOf(block, "quorum_max"),
    riseDelay: fromSeconds(numberOf(block, "fork_delay") ?? delay),
    fallDelay: fromSeconds(numberOf(block, "terminate_delay") ?? delay),
  };
};

const initialOf = (block: BoundBlock, say: Complaints): TrackFile["initial"] => {
  const entry = entryOf(block, "init_file");
  if (!entry) return null;
  let value = 0;
  let overwrite = false;
  for (const word of entry.args) {
    if (word.value === "overwrite") overwrite = true;
    else if (/^[+-]?\d{1,3}$/.test(word.value) && Math.abs(Number(word.value)) <= MAX_FILE_WEIGHT)
      value = Number(word.value);
    else
      say.error(
        word,
        "config.bad-value",
        `'${word.value.slice(0, 60)}' is neither a number from -254 to 254 nor 'overwrite'`,
      );
  }
  return { value, overwrite };
};

const compileFile = (entry: BoundEntry, say: Complaints): TrackFile | null => {
  const { block } = entry;
  if (!block) return null;
  const file = entryOf(block, "file");
  if (!file) missing(entry, "file", say);
  const path = file?.value;
  if (typeof path !== "string") return null;
  if (!path.startsWith("/"))
    say.error(file?.args[0] ?? entry.keyword, "config.bad-value", "the path of a tracked file begins with /");
  return {
    name: nameOf(entry),
    range: statementRange(entry.statement),
    path,
    ...ownWeight(block, 1, MAX_FILE_WEIGHT, say),
    initial: initialOf(block, say),
  };
};

const secondsOf = (word: Token | undefined, say: Complaints): Millis | null => {
  if (!word) return null;
  if (/^\d{1,6}(\.\d{0,6})?$/.test(word.value)) return fromSeconds(Number(word.value));
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not a number of seconds`);
  return millis(0);
};

/** IF DOWN [UP]; without UP both are the same. */
const compileDelays = (root: BoundBlock, say: Complaints): readonly LinkDelay[] =>
  (entryOf(root, "interface_up_down_delays")?.block?.lines ?? []).flatMap(({ words }) => {
    const [name, downWord, upWord] = words;
    if (!name) return [];
    const down = secondsOf(downWord, say);
    if (down === null) {
      say.error(name, "config.missing-value", `${name.value.slice(0, 15)} has no delay`);
      return [];
    }
    return [{ interface: name.value, down, up: secondsOf(upWord, say) ?? down }];
  });

type Trackers = Pick<ConfigModel, "trackScripts" | "trackProcesses" | "trackFiles" | "linkDelays">;

export const compileTrackers = (root: BoundBlock, say: Complaints): Trackers => {
  const all = <T>(keyword: string, compile: (entry: BoundEntry, say: Complaints) => T | null): readonly T[] =>
    unique(entriesOf(root, keyword), say).flatMap((entry) => compile(entry, say) ?? []);
  const trackScripts = all("vrrp_script", compileScript);
  const trackProcesses = all("vrrp_track_process", compileProcess);
  const trackFiles = all("track_file", compileFile);
  const linkDelays = compileDelays(root, say);
  return {
    ...(trackScripts.length > 0 ? { trackScripts } : {}),
    ...(trackProcesses.length > 0 ? { trackProcesses } : {}),
    ...(trackFiles.length > 0 ? { trackFiles } : {}),
    ...(linkDelays.length > 0 ? { linkDelays } : {}),
  };
};
