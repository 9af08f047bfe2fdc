import type { PhrasesByCode } from "./phrases.ts";

/** Of reading the text: lines, braces, includes, macros, keywords. */
export const TEXT: PhrasesByCode = {
  "config.extra-argument": {
    "'{word}' after '{keyword}' has no effect": "'{keyword}' 之后的 '{word}' 无效",
    "'{word}' has no effect": "'{word}' 无效",
    "'{word}' has no effect: it is for TUN only": "'{word}' 无效：它只用于 TUN",
    "'/{word}' has no effect: a single address is meant here": "'/{word}' 无效：此处指单个地址",
    "'{word}' is too much: an account is a user and a group": "'{word}' 多余：账户由一个用户和一个组组成",
  },
  "config.extra-close-brace": {
    "'}' closes nothing: no block is open here": "'}' 没有可闭合的块：此处没有打开的块",
  },
  "config.extra-open-brace": {
    "'{' opens a block, but no keyword stands in front of it": "'{' 打开了一个块，但前面没有关键字",
  },
  "config.include-depth": { "includes are nested more than {n} deep": "include 嵌套超过 {n} 层" },
  "config.include-loop": { "'{word}' includes itself: {list}": "'{word}' 包含了自己：{list}" },
  "config.include-many": {
    "more than {n} includes; reading stops here": "include 超过 {n} 个；读取到此为止",
    "more than {n} files are included": "包含的文件超过 {n} 个",
  },
  "config.include-missing": { "no file matches '{word}'": "没有与 '{word}' 匹配的文件" },
  "config.line-too-long": {
    "this line has {n} characters; no line needs that many": "该行有 {n} 个字符；没有哪一行需要这么长",
  },
  "config.macro-loop": {
    "macros are nested too deep here; one of them probably contains itself": "此处宏嵌套过深；很可能有宏包含了自己",
  },
  "config.missing-block": { "'{keyword}' needs a block": "'{keyword}' 需要一个块" },
  "config.missing-value": {
    "'{keyword}' needs a value": "'{keyword}' 需要一个值",
    "'{keyword}' {lack}": "'{keyword}' {lack}",
  },
  "config.no-effect": {
    "'{keyword}' is accepted but has no effect in Baton (in keepalived: {help})":
      "'{keyword}' 可以接受，但在 Baton 中无效（在 keepalived 中：{help}）",
  },
  "config.not-implemented": {
    "'{keyword}' is not implemented yet and cannot safely be left out (in keepalived: {help})":
      "'{keyword}' 尚未实现，且忽略它并不安全（在 keepalived 中：{help}）",
  },
  "config.old-spelling": { "'{keyword}': {old}": "'{keyword}'：{old}" },
  "config.repeat": {
    "~SEQ wants (NAME, start, step, end) with whole numbers": "~SEQ 需要 (NAME, 起点, 步长, 终点)，均为整数",
    "this ~SEQ never reaches its end": "此 ~SEQ 永远到不了终点",
    "this ~SEQ makes {n} lines; no more than {n2} are left": "此 ~SEQ 产生 {n} 行；最多还可产生 {n2} 行",
    "~LST wants (NAME, value, …) or ({NAME, NAME}, {value, value}, …)":
      "~LST 需要 (NAME, 值, …) 或 ({NAME, NAME}, {值, 值}, …)",
    "this ~LST makes {n} lines; no more than {n2} are left": "此 ~LST 产生 {n} 行；最多还可产生 {n2} 行",
    "'{word}' has {n} values for {n2} names": "'{word}' 有 {n} 个值，而名称有 {n2} 个",
  },
  "config.repeated": {
    "'{keyword}' stands here again; the one in line {n} has no effect": "'{keyword}' 在此重复；第 {n} 行的那一个无效",
  },
  "config.too-deep": { "blocks are nested more than {n} deep": "块嵌套超过 {n} 层" },
  "config.too-large": {
    "the configuration has more than {n} statements": "配置中的语句超过 {n} 条",
    "the configuration has more than {n} {keyword} blocks": "配置中的 {keyword} 块超过 {n} 个",
    "macros and repetition make more text than is accepted; reading stops here":
      "宏与重复产生的文本超过上限；读取到此为止",
  },
  "config.too-many": {
    "there are more errors; the rest of the text was not looked at": "还有更多错误；其余文本未再检查",
    "and {n} more warnings, which are not shown": "另有 {n} 个警告未显示",
    "there are more than {n} warnings; reading stops here": "警告超过 {n} 个；读取到此为止",
  },
  "config.two-on-a-line": {
    "'{word}' has no effect here: it stands on the line of '{keyword}', and keepalived takes one keyword a line":
      "'{word}' 在此无效：它与 '{keyword}' 在同一行，而 keepalived 每行只取一个关键字",
  },
  "config.unclosed-block": {
    "block '{word}' opened here is never closed{where}": "此处打开的块 '{word}' 没有闭合{where}",
  },
  "config.unclosed-quote": { "this quotation mark is not closed on the same line": "此引号没有在同一行闭合" },
  "config.unexpected-block": {
    "'{keyword}' takes no block": "'{keyword}' 不带块",
    "an address takes no block": "地址不带块",
  },
  "config.unknown-keyword": {
    "unknown keyword '{word}' in the file": "文件顶层没有关键字 '{word}'",
    "unknown keyword '{word}' in {block}": "{block} 中没有关键字 '{word}'",
  },
  "config.unknown-macro": {
    "no macro named {name} is defined before this line; '${name2}' is taken as it stands":
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the sign of a macro and a field of ours
      "此行之前没有定义名为 {name} 的宏；'${name2}' 按原样处理",
  },
};
