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
  [
    "(VI_1) Entering MASTER STATE (192.168.1.2 resigned with priority 0; own timer was 7 ms late)",
    "(VI_1) 进入 MASTER 状态（192.168.1.2 以优先级 0 让出；自身定时器延迟 7 毫秒）",
  ],
  [
    "(VI_1) ignoring adverts from 192.168.1.2: interval 5000 ms, expected 1000 ms (further ones of this kind are counted only)",
    "(VI_1) 忽略来自 192.168.1.2 的通告：通告间隔为 5000 毫秒，应为 1000 毫秒（同类的后续通告只计数）",
  ],
  ["HTTP_GET of [::1]:80 failed: /: status 503", "[::1]:80 的 HTTP_GET 失败：/：状态码 503"],
  [
    "MISC_CHECK of [10.0.0.5]:80 failed: exit status 1: in the script's own words",
    "[10.0.0.5]:80 的 MISC_CHECK 失败：退出状态 1：in the script's own words",
  ],
  [
    "Changing weight of 10.0.0.5:80 in TCP 10.0.0.1:80 from 3 to 0 (drained by ann: upgrade)",
    "TCP 10.0.0.1:80 中 10.0.0.5:80 的权重由 3 变为 0（由 ann 排空：upgrade）",
  ],
  ["Gained quorum 1+0=1 <= 3 for VS [192.168.1.100]:3306", "VS [192.168.1.100]:3306 已达到 quorum：1+0=1 <= 3"],
  ["VRRP_Script(chk_mysql) failed (exit status 1)", "VRRP_Script(chk_mysql) 失败（退出状态 1）"],
  ["script chk_mysql: exit status 1", "script chk_mysql：退出状态 1"],
  ["lvs2 lost its connection to the hub.", "lvs2 与 hub 的连接已断开。"],
  [
    "Process vrrp[812] was killed by SIGKILL; starting it again in 100 ms",
    "进程 vrrp[812] 被 SIGKILL 结束；100 毫秒后重新启动",
  ],
])("%s", (sentence, expected) => {
  expect(saidText(chinese, sentence)).toEqual({ text: expected, lang: undefined });
  expect(saidText(english, sentence).text).toBe(sentence);
});

test("what is not known stays English and is marked so; an unknown particular stays as it was", () => {
  expect(saidText(chinese, "a sentence of tomorrow")).toEqual({ text: "a sentence of tomorrow", lang: "en" });
  expect(saidText(chinese, "SSL_GET of [::1]:443 failed: certificate has expired").text).toBe(
    "[::1]:443 的 SSL_GET 失败：certificate has expired",
  );
});
