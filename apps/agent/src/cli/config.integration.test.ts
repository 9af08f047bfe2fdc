import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runBaton, runBatonImpatiently, startBaton } from "./cli.testing.ts";

// Every test starts processes, and the machine may be busy.
const article = (name: string): string =>
  fileURLToPath(new URL(`../../../../conformance/config/valid/article-${name}.conf`, import.meta.url));

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "baton-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const baton = (...args: string[]) => runBaton(null, ["config", ...args]);

const copyOf = (text: string): string => {
  const file = join(folder, "keepalived.conf");
  writeFileSync(file, text);
  return file;
};

test("a broken file: exit 1, each problem with its place", async () => {
  const file = copyOf("vrrp_instance VI_1 {\n    interface eth0\n    prioritty 100\n}\n");
  const checked = await baton("check", file);
  expect(checked.code).toBe(1);
  expect(checked.out).toContain(`${file}:3:5: `);
  expect(checked.out).toContain("priority");
  const planned = await baton("plan", file);
  expect(planned).toMatchObject({ code: 1, out: "" });
});

test("a good file: how late what fails is noticed, for people and for programs", async () => {
  const { out, code } = await baton("check", article("lvs1"));
  expect(code).toBe(0);
  expect(out).toContain("a dead master of VI_1: 3.61 s");
  expect(out).toContain("a dead server of TCP 192.168.1.100 port 3306: 27 s when silent, 15 s when it refuses");
  const { detection } = JSON.parse((await baton("check", article("lvs1"), "--json")).out) as { detection: unknown };
  expect(detection).toEqual([
    { kind: "master", name: "VI_1", worst: 3609.375 },
    { kind: "pool", name: "TCP 192.168.1.100 port 3306", slowest: { worst: 27_000, refused: 15_000 } },
  ]);
});

test("in Chinese where that was asked for, and the same JSON in every language", async () => {
  const file = copyOf(
    "vrrp_instance VI_1 {\n    interface eth0 # 网卡\n    prioritty 100\n    virtual_router_id 51\n}\n",
  );
  const chinese = await baton("check", file, "--lang", "zh-CN");
  expect(chinese.code).toBe(1);
  expect(chinese.out.split("\n").slice(3, 6)).toEqual([
    `${file}:3:5: 错误: vrrp_instance 中没有关键字 'prioritty' [config.unknown-keyword]`,
    "        prioritty 100",
    "        ^^^^^^^^^ 是否想写 'priority'？",
  ]);
  expect(chinese.out).toContain(`${file}：1 个错误，1 个警告`);
  expect((await baton("check", file, "--json", "--lang", "zh-CN")).out).toBe(
    (await baton("check", file, "--json")).out,
  );
  const lacking = await baton("check", `${file}.none`, "--lang", "zh-CN");
  expect(lacking.out).toContain("：无法读取：ENOENT");
  const planned = await baton("plan", article("lvs2"), "--against", article("lvs1"), "--lang=zh-CN");
  expect(planned.out).toContain("VI_1 的优先级从 100 变为 90");
  const linted = await baton("lint", article("lvs1"), article("lvs1"), "--lang=zh-CN");
  expect(linted.out).toContain("两台调度器都自称 LVS1");
  expect((await baton("modernise", article("lvs1"), "--lang=zh-CN")).out).toContain("关键字是 retry；");
  expect((await baton("chek", "--lang=zh-CN")).err).toContain("未知命令 'chek'");
});

test("a reader that has seen enough ends it without a complaint", async () => {
  const file = copyOf(`vrrp_instance VI_1 {\n${"    prioritty 100\n".repeat(20_000)}`);
  const { child, err, ended } = startBaton(null, ["config", "check", file], "pipe");
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await ended).toBe(1);
  expect(err()).toBe("");
});

test("an output that is full and does not wait gets everything in the end", async () => {
  const text = `global_defs {\n${"    router_id LVS1\n".repeat(100_000)}}\n`;
  const { out, err } = await runBatonImpatiently(["config", "fmt", copyOf(text)]);
  expect(err).toBe("");
  expect(out).toBe(text);
});

test("a pair that fits, and a file beside itself", async () => {
  expect(await baton("lint", article("lvs1"), article("lvs2"))).toMatchObject({ code: 0 });
  const same = await baton("lint", article("lvs1"), article("lvs1"), "--json");
  const codes = (JSON.parse(same.out) as { findings: { code: string }[] }).findings.map(({ code }) => code);
  expect(codes).toContain("pair.same-router-id");
});

test("a plan against the same file is empty, against the partner's is the priority", async () => {
  const same = await baton("plan", article("lvs1"), "--against", article("lvs1"));
  expect(same).toMatchObject({ code: 0, out: "Nothing would change.\n" });
  const other = await baton("plan", article("lvs2"), "--against", article("lvs1"));
  expect(other.out).toContain("from 100 to 90");
});

test("a plan against a folder in which no agent runs", async () => {
  expect(await baton("plan", article("lvs1"), "--against", folder)).toMatchObject({ code: 6, out: "" });
});

test("modernise shows the diff, and writes only when asked", async () => {
  const before = readFileSync(article("lvs1"), "utf8");
  const file = copyOf(before);
  expect((await baton("modernise", file)).out).toContain("- nb_get_retry 3\n+ retry 3");
  expect(readFileSync(file, "utf8")).toBe(before);
  await baton("modernise", file, "--write");
  expect((await baton("check", file)).out).toContain("0 errors, 0 warnings");
});

test("fmt --check tells a formatted file from another", async () => {
  const file = copyOf(readFileSync(article("lvs1"), "utf8"));
  expect((await baton("fmt", file, "--check")).code).toBe(1);
  await baton("fmt", file, "--write");
  expect((await baton("fmt", file, "--check")).code).toBe(0);
});

test("fmt and modernise leave the bytes of comments that are no UTF-8", async () => {
  // "gateway" in GBK.
  const comment = Buffer.from([0x23, 0x20, 0xcd, 0xf8, 0xb9, 0xd8]);
  const file = join(folder, "gbk.conf");
  writeFileSync(file, Buffer.concat([Buffer.from("global_defs {\n  lvs_id LVS1 "), comment, Buffer.from("\n}\n")]));
  await baton("modernise", file, "--write");
  await baton("fmt", file, "--write");
  const written = readFileSync(file);
  expect(written.includes(comment)).toBe(true);
  expect(written.toString("latin1")).toContain("    router_id LVS1 # ");
  expect((await baton("check", file)).out).toContain("0 errors, 0 warnings");
});
