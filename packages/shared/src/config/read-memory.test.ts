import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { createReadMemory, type ReadMemory } from "./read-memory.ts";

const load = (text: string, memory?: ReadMemory) => {
  const { model, diagnostics } = loadConfig({ path: "keepalived.conf", text }, (name) => includes(name), {
    configId: "lvs1",
    ...(memory ? { memory } : {}),
  });
  return { model, diagnostics };
};

const INCLUDED =
  "virtual_server 10.9.9.9 80 {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\nreal_server 10.8.8.8 80 {\n}\n}\n";
const includes = (name: string) => (name === "more.conf" ? [{ path: name, text: INCLUDED }] : []);

/** Without these there is something to say. */
const PLAIN = "protocol TCP\nlb_algo rr\nlb_kind NAT";
const CHECK = "TCP_CHECK {\nconnect_timeout 3\n}";
/** Insides of a virtual server: good, with warnings, with errors, with more than plain text, and of more braces than one. */
const INSIDES = [
  "real_server 10.0.0.1 80 {\nweight 3\n}",
  `real_server 10.0.0.1 80 {\nweight 3\n${CHECK}\n}\nreal_server 10.0.0.2 80 {\n${CHECK}\n}`,
  `real_server 10.0.0.1 80 {\nweight 4\n${CHECK}\n}\nreal_server 10.0.0.2 80 {\n${CHECK}\n}`,
  "sorry_server 10.7.7.7 80\nquorum_up '/bin/a b'",
  "real_server 10.0.0.1 80 { weight 3 }",
  "real_server 10.0.0.1 80 {\nwieght 3\n}",
  "real_server 10.0.0.1 80 {\nweight 3 3\n}",
  "@lvs1 delay_loop 4\n@^lvs1 delay_loop 5",
  "real_server 10.0.0.1 80 {\nweight $W\n}",
  "real_server 10.0.0.1 80 {\nFILE_CHECK {\ntrack_file there\n}\n}",
  "real_server 10.0.0.1 80 {\nMYSQL_CHECK {\nusername u\n}\n}",
  `}\nvirtual_server 10.6.6.6 80 {\n${PLAIN}`,
  "include more.conf",
  "delay_loop 6 # {",
] as const;

const HEADS = [
  "virtual_server 10.1.0.1 80 {",
  "virtual_server 10.1.0.2 80 {",
  "  virtual_server 10.1.0.3 80 { # one",
  "virtual_server 10.1.0.4 80\n{",
  "virtual_server group web {",
  "virtual_server fwmark 5 {",
  "virtual_server 10.1.0.1 81 80 {",
  "} virtual_server 10.1.0.5 80 {",
  "virtual_servre 10.1.0.6 80 {",
] as const;

const OTHERS = [
  "",
  "# a line more",
  "global_defs {\nchecker_log_all_failures\n}",
  "$W=7",
  "$W=8",
  "track_file there {\nfile /tmp/there\n}",
  "virtual_server_group web {\n10.5.0.1-3 80\n}",
  "virtual_server_group web {\n10.5.0.1-4 80\n}",
] as const;

type Piece =
  | readonly [kind: "server", head: number, inside: number, end: string]
  | readonly [kind: "other", text: string];

const piece: fc.Arbitrary<Piece> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constant("server" as const),
      // Most of them plain, so that most files are right.
      fc.oneof({ weight: 6, arbitrary: fc.nat(2) }, fc.nat(HEADS.length - 1)),
      fc.oneof({ weight: 6, arbitrary: fc.nat(4) }, fc.nat(INSIDES.length - 1)),
      fc.constantFrom("}", "}", "}", "} # end", "} }", ""),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant("other" as const), fc.constantFrom(...OTHERS)) },
);

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((each) => (each[0] === "other" ? each[1] : `${HEADS[each[1]]}\n${PLAIN}\n${INSIDES[each[2]]}\n${each[3]}`))
    .join("\n");

describe("a file that is read again", () => {
  test("means what it means when it is read for the first time, places included", () => {
    const edited = fc.array(fc.array(piece, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(edited, fc.constantFrom("", "\n"), (versions, end) => {
        const memory = createReadMemory();
        for (const pieces of versions) {
          const text = `${textOf(pieces)}${end}`;
          expect(load(text, memory)).toEqual(load(text));
        }
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  const pool = (service: number, weight = 1): string =>
    `virtual_server 10.1.0.${service} 80 {\n${PLAIN}\nreal_server 10.0.0.1 80 {\nweight ${weight}\n${CHECK}\n}\n}\n`;

  test("has the same virtual servers, as objects, where its text is the same", () => {
    const memory = createReadMemory();
    const before = load(pool(1) + pool(2) + pool(3), memory).model?.virtualServers ?? [];
    const after = load(pool(1) + pool(2, 5) + pool(3), memory).model?.virtualServers ?? [];
    expect(after.map((server, index) => server === before[index])).toEqual([true, false, true]);
    const broken = load(pool(1) + pool(2, 5).replace("weight", "wieght") + pool(3), memory);
    expect(broken.model).toBeNull();
    const again = load(pool(1) + pool(2, 5) + pool(3), memory).model?.virtualServers ?? [];
    expect(again.map((server, index) => server === after[index])).toEqual([true, true, true]);
  });

  test.each([
    ["a macro", (weight: number) => `$W=${weight}\n${pool(1).replace("weight 1", "weight $W")}`],
    ["a repetition", (weight: number) => `$W=${weight}\n${pool(1).replace("weight 1", "~SEQ(i,1,1) weight $W")}`],
  ])("%s in a block is carried out each time", (_, textOf) => {
    const memory = createReadMemory();
    const weightIn = (weight: number): number | undefined => {
      const { model } = load(textOf(weight), memory);
      return model?.virtualServers[0]?.realServers[0]?.weight;
    };
    expect([2, 3, 3, 4].map(weightIn)).toEqual([2, 3, 3, 4]);
  });

  test("a file that is included in a block and has changed is seen", () => {
    const memory = createReadMemory();
    const weightIn = (weight: number): number | undefined => {
      const text = pool(1).replace("weight 1", "include weight.conf");
      const included = [{ path: "weight.conf", text: `weight ${weight}\n` }];
      const { model } = loadConfig({ path: "keepalived.conf", text }, () => included, { memory });
      return model?.virtualServers[0]?.realServers[0]?.weight;
    };
    expect([2, 3].map(weightIn)).toEqual([2, 3]);
  });

  test("tells ahead of those that it reads, in their order, whatever comes of the file", () => {
    const told: string[] = [];
    const memory = createReadMemory();
    const read = (text: string) =>
      loadConfig({ path: "keepalived.conf", text }, () => [], {
        memory,
        onServer: ({ address }) => void told.push(address),
      });
    expect(read(`${pool(1)}${pool(2)}wrong {\n}\n`).model).toBeNull();
    expect(told.splice(0)).toEqual(["10.1.0.1", "10.1.0.2"]);
    const { model } = read(pool(3) + pool(2) + pool(1));
    expect(told.splice(0)).toEqual(model?.virtualServers.map(({ address }) => address));
    read(pool(3) + pool(4) + pool(1));
    expect(told).toEqual(["10.1.0.4"]);
  });

  test("has them in their new places where lines came before them", () => {
    const memory = createReadMemory();
    load(pool(1) + pool(2), memory);
    const text = `# one\n# two\n${pool(2)}${pool(1)}`;
    const { model } = load(text, memory);
    expect(model?.virtualServers.map(({ range }) => range.start.line)).toEqual([3, 14]);
    expect(model?.virtualServers[0]?.realServers[0]?.range.start.line).toBe(7);
    expect(model).toEqual(load(text).model);
  });

  test("forgets what it kept after many texts, because words may hold on to them", () => {
    const memory = createReadMemory();
    const filler = `# ${"x".repeat(60_000)}\n`.repeat(50);
    const read = (weight: number) => load(filler + pool(1) + pool(2, weight), memory).model?.virtualServers[0];
    const kept = Array.from({ length: 20 }, (_, weight) => read(weight + 1));
    expect(new Set(kept).size).toBeGreaterThan(1);
    expect(new Set(kept).size).toBeLessThan(5);
    expect(memory.characters).toBeLessThan(20 * 1024 * 1024);
  });
});
