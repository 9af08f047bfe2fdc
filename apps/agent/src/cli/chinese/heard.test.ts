import { readFileSync } from "node:fs";
import { isSentence, skeleton, stringsIn } from "@baton/shared/base/written-sentences.testing.ts";
import { SENTENCES } from "@baton/shared/contract/sentences.ts";
import { parseAst } from "rolldown/parseAst";
import { expect, test } from "vitest";
import { CHINESE } from "./chinese-speech.ts";
import { HEARD } from "./heard.ts";
import { HELP } from "./help.ts";
import { WORDS } from "./words.ts";

/** Where the sentences are made that commands hand on. */
const SOURCES = [
  ...["app/settings.ts", "app/settings-config-file.ts", "io/control/control-client.ts", "app/supervisor-control.ts"],
  ...["app/supervisor-dispatch.ts", "app/vrrp/commands.ts", "app/services/run-command.ts", "core/host/realserver.ts"],
  ...[
    "app/host/realserver.ts",
    "core/uplink/command-memory.ts",
    "io/netlink-ipvs/table-failure.ts",
    "io/hub/enrol.ts",
    "cli/replay.ts",
  ],
  ...["cli/ask.ts", "cli/carry-out.ts", "cli/agent-status.ts", "cli/config-check.ts", "cli/config-running.ts"],
];

/** Strings with words in them that are no sentences, and what only a defect of ours shows. */
const SILENT = new Set([
  "asked at the control socket",
  "the VRRP process does not know {}",
  "the services process does not know {}",
  // As any interface that is down.
  "lo is down",
  // Of the words that config-check.ts puts together.
  "more than {n} {}s",
]);

const written = SOURCES.flatMap((name) =>
  stringsIn(parseAst(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"), { lang: "ts" }))
    .filter(({ text }) => isSentence(text) && HELP[text] === undefined && !/^\nExample/.test(text))
    .map(({ text }) => ({ text, name })),
);
const known = new Set([...Object.keys(HEARD), ...Object.keys(WORDS), ...Object.values(SENTENCES)].map(skeleton));

test("every sentence that commands hand on has a Chinese form", () => {
  const missing = written.filter(({ text }) => !known.has(text) && !Object.hasOwn(WORDS, text) && !SILENT.has(text));
  expect(missing, "add it in cli/chinese/heard.ts").toEqual([]);
});

test("both forms have the same fields", () => {
  const fieldsOf = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([field]) => field).sort();
  for (const [en, zh] of [...Object.entries(HEARD), ...Object.entries(WORDS)])
    expect(new Set(fieldsOf(zh)), en).toEqual(new Set(fieldsOf(en)));
});

test.each([
  ["/etc/k.conf: can't be read: it is a directory", "/etc/k.conf：无法读取：这是一个目录"],
  ["/etc/k.conf: can't be read: ENOENT: no such file", "/etc/k.conf：无法读取：ENOENT: no such file"],
  ["192.168.1.100/32 is not on lo", "192.168.1.100/32 不在 lo 上"],
  ["net.ipv4.conf.lo.arp_ignore is 0, should be 1", "net.ipv4.conf.lo.arp_ignore 为 0，应为 1"],
  ["TCP 10.0.0.1:80 -> 10.0.0.5:80: weight 3", "TCP 10.0.0.1:80 -> 10.0.0.5:80：权重 3"],
  ["drained by ann: upgrade of db1", "由 ann 排空：upgrade of db1"],
  ["a sentence of tomorrow", "a sentence of tomorrow"],
])("%s", (sentence, expected) => expect(CHINESE.hear(sentence)).toBe(expected));

test("what agents say of states and checks is heard too", () => {
  expect(CHINESE.hear("10.0.0.5 resigned with priority 0; own timer was 7 ms late")).toBe(
    "10.0.0.5 以优先级 0 让出；自身定时器延迟 7 毫秒",
  );
  expect(CHINESE.hear("TCP_CHECK of [10.0.0.5]:80 failed: connection refused")).toBe(
    "[10.0.0.5]:80 的 TCP_CHECK 失败：连接被拒绝",
  );
  expect(
    CHINESE.hear("MYSQL_CHECK of [10.0.0.5]:3306: replication lag 9 s; kept at 1 as the last server of the pool"),
  ).toBe("[10.0.0.5]:3306 的 MYSQL_CHECK：复制延迟 9 秒；作为池中最后一台服务器保留为 1");
});
