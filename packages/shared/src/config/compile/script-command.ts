import type { BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { ScriptCommand, ScriptUser } from "../model-track.ts";
import type { Complaints } from "./reader.ts";

/** Things only a shell would understand. */
const SHELL_WORDS: ReadonlySet<string> = new Set(["|", "||", "&&", ";", "&", ">", ">>", "<", "2>&1"]);

/** A command line without a shell: white space separates, quotes of both kinds hold together, a backslash takes the next character as it is. */
export const splitCommand = (text: string): readonly string[] => {
  if (!/["'\\]/.test(text)) return text.split(/\s+/).filter((word) => word !== "");
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === "\\" && quote !== "'" && i + 1 < text.length) {
      i++;
      word = (word ?? "") + text.charAt(i);
    } else if (quote !== null) {
      if (char === quote) quote = null;
      else word = (word ?? "") + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + char;
  }
  if (word !== null) words.push(word);
  return words;
};

const commandOf = (
  at: Token,
  words: readonly string[],
  user: ScriptUser | null,
  say: Complaints,
): ScriptCommand | null => {
  const [program, ...args] = words;
  if (program === undefined || program === "") {
    say.error(at, "config.bad-value", "there is no command");
    return null;
  }
  const shell = args.find((word) => SHELL_WORDS.has(word) || word.startsWith("$("));
  if (shell !== undefined)
    say.warning(
      at,
      "config.shell-syntax",
      `'${shell.slice(0, 20)}' is handed to ${program.slice(0, 60)} as it is: there is no shell, in keepalived neither`,
      "put the command into a script file",
    );
  return { argv: [program, ...args], user };
};

/** `script`: all of its words are the command. */
export const compileScriptLine = (
  entry: BoundEntry,
  user: ScriptUser | null,
  say: Complaints,
): ScriptCommand | null => {
  const [first, ...rest] = entry.args;
  if (!first) return null;
  const words = rest.length === 0 ? splitCommand(first.value) : entry.args.map(({ value }) => value);
  return commandOf(first, words, user, say);
};

/** `user U [G]`, `script_user U [G]`. */
export const compileUser = (args: readonly Token[], say: Complaints): ScriptUser | null => {
  const [user, group, extra] = args;
  if (extra)
    say.error(
      extra,
      "config.extra-argument",
      `'${extra.value.slice(0, 60)}' is too much: an account is a user and a group`,
    );
  return user ? { name: user.value, group: group?.value ?? null } : null;
};

/** `notify_master "COMMAND ARGS" [USER [GROUP]]`: only a quoted command can have arguments. */
export const compileNotifyLine = (entry: BoundEntry | null, say: Complaints): ScriptCommand | null => {
  const [first, ...account] = entry?.args ?? [];
  if (!first) return null;
  const second = account[0];
  if (second && /^[-/]/.test(second.value))
    say.warning(
      second,
      "config.bad-value",
      `'${second.value.slice(0, 60)}' is read as the account to run the command, as in keepalived`,
      "put the command and its arguments in quotation marks",
    );
  return commandOf(first, splitCommand(first.value), compileUser(account, say), say);
};
