import type { Phrases } from "./dictionary.ts";

/** What commander says of a wrong command line; `{why}` is what an argument's own parser says. */
export const USAGE: Phrases = {
  "error: unknown command '{word}'": "错误：未知命令 '{word}'",
  "error: unknown command '{word}'\n(Did you mean {word2}?)": "错误：未知命令 '{word}'\n（是否想写 {word2}？）",
  "error: unknown option '{word}'": "错误：未知选项 '{word}'",
  "error: unknown option '{word}'\n(Did you mean {word2}?)": "错误：未知选项 '{word}'\n（是否想写 {word2}？）",
  "error: missing required argument '{word}'": "错误：缺少参数 '{word}'",
  "error: option '{word}' argument missing": "错误：选项 '{word}' 缺少参数",
  "error: required option '{word}' not specified": "错误：必须给出选项 '{word}'",
  "error: too many arguments for '{word}'. Expected {n} arguments but got {n2}: {word2}.":
    "错误：'{word}' 的参数过多：应为 {n} 个，实为 {n2} 个：{word2}。",
  "error: too many arguments for '{word}'. Expected {n} argument but got {n2}: {word2}.":
    "错误：'{word}' 的参数过多：应为 {n} 个，实为 {n2} 个：{word2}。",
  "error: option '{word}' argument '{word2}' is invalid. {why}": "错误：选项 '{word}' 的参数 '{word2}' 无效。{why}",
  "Baton speaks en and zh-CN.": "Baton 支持 en 和 zh-CN。",
  "(--help shows the usage)": "（--help 显示用法）",
};
