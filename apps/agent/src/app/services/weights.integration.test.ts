import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { MiscCheck } from "@baton/shared/config/model-checks.ts";
import type { CommandBody, CommandResult } from "@baton/shared/contract/commands.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { modelOf, realServer, virtualServer } from "./testbed/model.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/** Weights by scripts and operators, scripts told of changes, and what a killed process leaves, on a real kernel. */

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  return info.ok ? null : info.error.message;
})();
if (reason) console.warn(`skipped, IPVS can't be used here: ${reason}`);

const VS = "TCP 192.168.1.100:3306";
const [DB1, DB2] = ["192.168.1.5:3306", "192.168.1.6:3306"];

describe.skipIf(reason !== null)("weights and scripts", () => {
  let bed: Testbed;
  let running: Services;
  let folder = "";
  let commands = 0;
  const file = (name: string): string => path.join(folder, name);

  const script = (name: string, text: string): string => {
    writeFileSync(file(name), `#!/bin/sh\n${text}\n`);
    chmodSync(file(name), 0o755);
    return file(name);
  };
  const misc = (): MiscCheck => ({
    kind: "MISC_CHECK",
    retry: 0,
    delayBeforeRetry: millis(0),
    delayLoop: millis(400),
    warmup: millis(0),
    command: { argv: [file("check")], user: { name: "root", group: null } },
    timeout: millis(20_000),
    dynamic: true,
  });
  const told = (words: string) => ({ argv: [file("tell"), words] as const, user: { name: "root", group: null } });
  const article = (changes: Parameters<typeof virtualServer>[0] = {}) =>
    virtualServer({
      realServers: [
        realServer("192.168.1.5", { checkers: [misc()], notifyUp: told("up 5"), notifyDown: told("down 5") }),
        realServer("192.168.1.6", { checkers: [] }),
      ],
      quorum: 4,
      quorumUp: told("quorum up"),
      quorumDown: told("quorum down"),
      omega: true,
      ...changes,
    });
  const answer = (code: number): void => writeFileSync(file("answer"), String(code));
  const toldLines = (): string[] => readFileSync(file("told"), "utf8").trim().split("\n");

  const table = (): Promise<string> => bed.inside.ask({ type: "table" });
  /** The weights in the kernel's table, by the last number of the address. */
  const weights = async (): Promise<string> =>
    [...(await table()).matchAll(/-> 192\.168\.1\.(\d+):3306 +Route +(\d+)/g)]
      .map(([, host, weight]) => `${host}=${weight}`)
      .join(" ");
  const become = (expected: string, what: string) =>
    until(what, async () => (await weights()) === expected).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${await table()}\n${running.log()}`);
    });
  const command = async (body: CommandBody): Promise<CommandResult> => {
    commands += 1;
    const id = `c${commands}`;
    running.send({
      type: "command",
      command: { id, deadline: Date.now() + 20_000, requestedBy: "op", reason: "upgrade", body },
    });
    await until(`the answer to ${body.kind}`, () => running.results.some((result) => result.id === id));
    const result = running.results.find((each) => each.id === id);
    if (!result) throw new Error("no result");
    return result;
  };
  const on = (realServerName: string, weight: number, more = {}): CommandBody => ({
    kind: "weight",
    virtualServer: VS,
    realServer: realServerName,
    weight,
    ...more,
  });
  const facts = () => factsOfKind(running.picture(), "real-server");

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "baton-weights-"));
    script("check", `exit $(cat ${file("answer")})`);
    script("tell", `echo "$1" >> ${file("told")}`);
    writeFileSync(file("told"), "");
    answer(0);
    bed = createTestbed(`bs2-w-${process.pid}`, ["192.168.1.5", "192.168.1.6", "192.168.1.100"]);
    running = bed.start(modelOf(article()), folder);
  });
  afterAll(async () => {
    await bed?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("an exit status becomes the weight, and says why", async () => {
    await become("5=3 6=3", "both with their weights");
    answer(9);
    await become("5=7 6=3", "the weight of exit status 9");
    const event = running.events.find(({ kind }) => kind === "real-server.weight");
    expect(event).toMatchObject({ subject: `${VS} -> ${DB1}`, data: { from: 3, weight: 7 } });
    await until("the fact", () => facts()[0]?.weight === 7);
    expect(facts()[0]?.weightReason).toBe("MISC_CHECK of [192.168.1.5]:3306: exit status 9");
  });

  test("a failing script takes the server out, and scripts hear of it in order", async () => {
    answer(1);
    await become("6=3", "only the second");
    answer(0);
    await become("5=3 6=3", "back with the weight of the file: exit status 0 takes back what was said");
    await until("five scripts", () => toldLines().length >= 5);
    expect(toldLines()).toEqual(["quorum up", "down 5", "quorum down", "up 5", "quorum up"]);
    answer(6);
    await become("5=4 6=3", "the weight of exit status 6");
    answer(5);
    await become("5=3 6=3", "the weight of exit status 5");
  });

  test("an operator drains a server, over a reload, until it is restored; the last one only by force", async () => {
    expect(await command(on(DB1, 0))).toMatchObject({ outcome: "done", evidence: { weight: 0 } });
    expect(await weights()).toBe("5=0 6=3");
    expect(facts()[0]).toMatchObject({
      overridden: { weight: 0, requestedBy: "op", reason: "upgrade", until: null },
      weightReason: "drained by op: upgrade",
    });
    running.send({ type: "reload", model: modelOf(article({ scheduler: "rr" })) });
    await until("the reload", async () => (await table()).includes(" rr "));
    expect(await weights()).toBe("5=0 6=3");
    expect(await command(on(DB2, 0))).toMatchObject({ outcome: "refused", code: "weight.last-server" });
    expect(await command(on(DB2, 0, { force: true }))).toMatchObject({ outcome: "done" });
    expect(await weights()).toBe("5=0 6=0");
    for (const server of [DB1, DB2]) {
      expect(await command({ kind: "weight-restore", virtualServer: VS, realServer: server })).toMatchObject({
        outcome: "done",
      });
    }
    expect(await weights()).toBe("5=3 6=3");
    expect(facts()[0]?.overridden).toBeUndefined();
  });

  test("a weight with an end goes by itself", async () => {
    await command(on(DB2, 50, { untilMs: Date.now() + 3000 }));
    expect(await weights()).toBe("5=3 6=50");
    await become("5=3 6=3", "the end of the override");
  });

  test("what can't be done is refused by name", async () => {
    expect(await command(on("192.168.1.9:3306", 1))).toMatchObject({ code: "weight.no-such-server" });
    expect(await command(on(DB1, 1, { untilMs: 1 }))).toMatchObject({ code: "weight.until-past" });
    const restore = { kind: "weight-restore", virtualServer: VS, realServer: DB1 } as const;
    expect(await command(restore)).toMatchObject({ code: "weight.not-overridden" });
  });

  test("a killed process's drain holds, and a service that left the file meanwhile is removed", async () => {
    running.send({ type: "reload", model: modelOf(article(), virtualServer({ port: 81, realServers: [] })) });
    await until("a second service", async () => (await table()).includes("192.168.1.100:81"));
    await command(on(DB1, 0));
    running.kill();
    await running.exited;
    expect(await table()).toContain("192.168.1.100:81");
    writeFileSync(file("told"), "");
    running = bed.start(modelOf(article()), folder);
    await until("the quorum at the start", () => toldLines()[0] === "quorum up");
    await until("the second service gone", async () => !(await table()).includes("192.168.1.100:81"));
    expect(await weights()).toBe("5=0 6=3");
    await command({ kind: "weight-restore", virtualServer: VS, realServer: DB1 });
  });

  test("with omega the end is told, and nothing is left", async () => {
    writeFileSync(file("told"), "");
    running.send({ type: "stop" });
    expect(await running.exited).toBe(0);
    expect(toldLines()).toEqual(["down 5", "quorum down"]);
    expect(await table()).not.toContain("3306 ");
  });
});
