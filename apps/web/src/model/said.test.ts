import { SENTENCES } from "@baton/shared/contract/sentences.ts";
import { CHINESE_REMARK, CHINESE_SENTENCES } from "@baton/shared/contract/sentences-chinese.ts";
import { expect, test } from "vitest";
import en from "../i18n/en.json" with { type: "json" };
import { createI18n } from "../i18n/i18n.ts";
import zhCn from "../i18n/zh-cn.json" with { type: "json" };
import { saidText } from "./said.ts";

const chinese = (await createI18n("zh-CN")).t;
const english = (await createI18n("en")).t;

test("English is what the agents say", () => {
  const { lag, ...said } = en.said;
  const templates = Object.entries(SENTENCES).map(([code, text]) => [code, text.replace(/\{(\w+)\}/g, "{{$1}}")]);
  expect(said).toEqual(Object.fromEntries(templates));
  expect(lag).toBe("; own timer was {{lag}} ms late");
});

test("Chinese is what the command line says", () => {
  const { lag, ...said } = zhCn.said;
  const page = (text: string): string => text.replace(/\{(\w+)\}/g, "{{$1}}");
  expect(said).toEqual(Object.fromEntries(Object.entries(CHINESE_SENTENCES).map(([code, text]) => [code, page(text)])));
  expect(lag).toBe(page(CHINESE_REMARK));
});

test.each([
  ["192.168.1.2 resigned with priority 0", "192.168.1.2 以优先级 0 让出"],
  [
    "192.168.1.2 resigned with priority 0; own timer was 7 ms late",
    "192.168.1.2 以优先级 0 让出；自身定时器延迟 7 毫秒",
  ],
  [
    "TCP_CHECK of [192.168.1.5]:3306 failed after 3 retries: connection refused",
    "[192.168.1.5]:3306 的 TCP_CHECK 重试 3 次后失败：连接被拒绝",
  ],
])("%s", (sentence, expected) => {
  expect(saidText(chinese, sentence)).toEqual({ text: expected, lang: undefined });
  expect(saidText(english, sentence).text).toBe(sentence);
});

test("what is not known stays English and is marked so; an unknown particular stays as it was", () => {
  expect(saidText(chinese, "a sentence of tomorrow")).toEqual({ text: "a sentence of tomorrow", lang: "en" });
  expect(saidText(chinese, "HTTP_GET of [::1]:80 failed: /: status 503").text).toBe(
    "[::1]:80 的 HTTP_GET 失败：/: status 503",
  );
});
