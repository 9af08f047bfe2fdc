import { err, ok } from "@baton/shared/base/result.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import { emptyMarks } from "../../core/ipvs/mark-rules.ts";
import type { MarkRules } from "../../ports/services-memory.ts";
import { createMarkKeeper } from "./mark-keeper.ts";
import { modelFrom } from "./testbed/parity-rows.ts";

const group = (name: string, address: string): string =>
  `virtual_server_group ${name} {\n ${address} 80\n}\nvirtual_server group ${name} {\n lb_algo wlc\n lb_kind NAT\n protocol TCP\n real_server 10.9.0.5 80 {\n }\n}\n`;
const model = (globals: string, ...groups: readonly string[]): ConfigModel =>
  modelFrom(`global_defs {\n${globals}\n}\n${groups.join("")}`);
const [A, B] = [group("a", "10.0.0.1"), group("b", "10.0.0.2")];

/** nft's work is noted; the memory is that of one process after another. */
const start = (rules: MarkRules | null = null) => {
  const memory = {
    rules,
    keepRules: (next: MarkRules | null): void => {
      memory.rules = next;
    },
  };
  const done: (readonly unknown[])[] = [];
  const said: string[] = [];
  let refuses = false;
  let at = 0;
  const keeper = createMarkKeeper({
    runNft: async (commands) => {
      done.push(commands);
      return refuses ? err("no") : ok(undefined);
    },
    now: () => at,
    memory,
    log: (line) => void said.push(line),
    tell: (sentence) => void said.push(sentence),
  });
  const refuse = (whether = true): void => {
    refuses = whether;
  };
  const wait = (ms: number): Promise<void> => {
    at += ms;
    return keeper.retry();
  };
  const marksOf = (taken: ConfigModel) => taken.virtualServers.map(({ group: own }) => own?.services[0]?.mark);
  return { keeper, memory, done, said, marksOf, refuse, wait };
};

test("what is the same is done once; a mark stays with its group", async () => {
  const { keeper, done, marksOf, memory } = start();
  expect(marksOf(keeper.take(model("nftables_ipvs", A)))).toEqual([1000]);
  await keeper.settle();
  keeper.take(model("nftables_ipvs", A));
  await keeper.settle();
  expect(done).toHaveLength(1);
  expect(marksOf(keeper.take(model("nftables_ipvs", B, A)))).toEqual([1001, 1000]);
  await keeper.settle();
  expect(done).toHaveLength(2);
  expect(memory.rules).toEqual({
    table: "keepalived_ipvs",
    marks: [
      ["TCP group a", 1000],
      ["TCP group b", 1001],
    ],
  });
});

test("another name takes the old table away, and so do the end and a file without the word", async () => {
  const { keeper, done, memory } = start({ table: "old", marks: [] });
  keeper.take(model("nftables_ipvs new", A));
  await keeper.settle();
  expect(done[0]?.slice(0, 8)).toEqual([...emptyMarks("old"), ...emptyMarks("new")]);
  keeper.take(model("", A));
  await keeper.settle();
  await keeper.clear();
  expect(done.slice(1)).toEqual([emptyMarks("new")]);
  expect(memory.rules).toBeNull();
});

test("without the word nothing is run; a refusal is told once, and asked again ever more rarely until it is done", async () => {
  const { keeper, done, said, refuse, memory, wait } = start();
  keeper.take(model("", A));
  await keeper.settle();
  await keeper.clear();
  expect(done).toEqual([]);
  refuse();
  keeper.take(model("nftables_ipvs", A));
  await keeper.settle();
  expect(said).toEqual(["no rules for nftables_ipvs: no; groups get no packets, it is tried again"]);
  // What may be there is remembered.
  expect(memory.rules?.table).toBe("keepalived_ipvs");
  await wait(999);
  expect(done).toHaveLength(1);
  await wait(1);
  await wait(1000);
  expect(done).toHaveLength(2);
  refuse(false);
  await wait(1000);
  await wait(60_000);
  expect(done).toHaveLength(3);
  expect(said.slice(1)).toEqual(["nftables_ipvs: the rules are there now"]);
});
