import { EventEmitter } from "node:events";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { loadGroups } from "../groups.ts";
import { createProgram } from "../program.ts";
import { HELP } from "./help.ts";
import { AFTER } from "./help-texts.ts";

const program = await createProgram(await loadGroups(""), "en");

const commandsOf = (command: Command, path: readonly string[] = []): readonly (readonly [string, Command])[] => [
  [path.join(" "), command],
  ...command.commands.flatMap((sub) => commandsOf(sub, [...path, sub.name()])),
];
const commands = commandsOf(program);

test("every description of a command and an option has a Chinese form, and none is left over", () => {
  const said = commands
    .flatMap(([, command]) => [command.description(), ...command.options.map(({ description }) => description)])
    .filter((text) => text !== "output the version number");
  expect(
    said.filter((text) => HELP[text] === undefined),
    "add it in cli/chinese/help.ts",
  ).toEqual([]);
  expect(Object.keys(HELP).filter((text) => !said.includes(text))).toEqual([]);
});

const afterOf = (command: Command): string => {
  let text = "";
  const write = (piece: string): void => {
    text += piece;
  };
  if (command instanceof EventEmitter) command.emit("afterHelp", { error: false, command, write });
  return text.trimEnd();
};

/** The command lines of its examples, without what is said behind them. */
const examples = (text: string): readonly string[] =>
  [...text.matchAll(/^ {2}(baton .*?)(?: {2,}.*)?$/gm)].map(([, line = ""]) => line.replace(/--reason ".*"/, ""));

test("every closing text has a Chinese form with the same examples", () => {
  const withText = commands.filter(([, command]) => afterOf(command) !== "");
  expect(withText.map(([path]) => path).sort(), "the keys of AFTER in cli/chinese/help-texts.ts").toEqual(
    Object.keys(AFTER).sort(),
  );
  for (const [path, command] of withText) {
    expect(examples(afterOf(command)).length).toBeGreaterThan(0);
    expect(examples(AFTER[path] ?? ""), path).toEqual(examples(afterOf(command)));
  }
});

test("help in Chinese, its own words and commander's", async () => {
  const chinese = await createProgram(await loadGroups("vrrp"), "zh-CN");
  const takeover = commandsOf(chinese).find(([path]) => path === "vrrp takeover")?.[1];
  expect(takeover?.helpInformation().split("\n")[0]).toBe("用法： baton vrrp takeover [options] <instance>");
  expect(takeover?.helpInformation()).toContain("过了这段时间自动交还，1s 到 1h（默认：60000）");
});
