import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadConfig } from "./load.ts";

const load = (text: string) => {
  const { model, diagnostics } = loadConfig({ path: "keepalived.conf", text }, () => [], { configId: "lvs1" });
  return { model, diagnostics };
};

/** What can stand inside of a real_server: good, with warnings, with errors, and with more than plain text. */
const INSIDES = [
  ["weight 3", "TCP_CHECK {", "connect_timeout 3", "}"],
  ["weight 3", "TCP_CHECK {", "connect_timeout 3", "nb_get_retry 3", "}"],
  ["wieght 3"],
  ["weight 3 3"],
  ["lvs_method DR", "notify_down '/bin/a b'"],
  ["weight 1", "weight 2"],
  ["TCP_CHECK {", "connect_port 80000", "}"],
  ["@lvs1 weight 4", "@^lvs1 weight 5"],
  ["$W=7", "weight $W"],
  ["PING_CHECK {", "} }", "real_server 10.9.9.9 3306 {"],
  ["FILE_CHECK {", "track_file none", "}"],
];

/** A comment behind the brace of each makes it different from all others, and means nothing. */
const fileOf = (servers: readonly (readonly [number, number])[], port: string, unique: boolean): string => {
  const pool = (vip: string) =>
    servers.flatMap(([inside, space], index) => [
      ...Array.from({ length: space }, () => ""),
      `real_server 10.0.0.${index + 1} ${port} {`,
      ...(INSIDES[inside] ?? []),
      unique ? `}#${vip} ${index}` : "}",
    ]);
  const head = ["protocol TCP", "lb_algo rr", "lb_kind DR", "delay_loop 6"];
  const server = (vip: string) => [`virtual_server ${vip} 3306 {`, ...head, ...pool(vip), "}"];
  return [...server("10.1.0.1"), "$W=8", ...server("10.1.0.2"), ""].join("\n");
};

const SERVERS = fc.array(fc.tuple(fc.nat(INSIDES.length - 1), fc.nat(2)), { minLength: 1, maxLength: 12 });

describe("blocks that repeat", () => {
  test("mean what they mean one by one, each at its own place", () => {
    fc.assert(
      fc.property(SERVERS, fc.constantFrom("3306", "3307"), (servers, port) => {
        expect(load(fileOf(servers, port, false))).toEqual(load(fileOf(servers, port, true)));
      }),
    );
  });

  test("more different ones than are remembered", () => {
    const pool = (unique: boolean) =>
      Array.from({ length: 200 }, (_, index) => {
        const weight = index >> 1;
        return `real_server 10.0.0.${index + 1} 80 {\nweight ${weight}\nTCP_CHECK {\nretry ${weight}\n}\n}${unique ? `#${index}` : ""}`;
      });
    const server = (vip: string, unique: boolean) =>
      [`virtual_server ${vip} 80 {`, "protocol TCP", "lb_algo rr", "lb_kind DR", ...pool(unique), "}"].join("\n");
    const file = (unique: boolean) => `${server("10.1.0.1", unique)}\n${server("10.1.0.2", unique)}\n`;
    expect(load(file(false))).toEqual(load(file(true)));
    expect(load(file(false)).model?.virtualServers).toHaveLength(2);
  });

  test("each has its own lines in a misspelt block too", () => {
    const server = "real_server 10.0.0.1 80 {\nwieght 2\n}\n";
    const { diagnostics } = load(`virtual_servre 10.1.0.1 80 {\n${server.repeat(3)}}\n`);
    const inside = diagnostics.filter(({ message }) => message.includes("wieght"));
    expect(inside.map(({ range }) => range.start.line)).toEqual([3, 6, 9]);
  });

  test("a last line without an end is not the beginning of a longer one", () => {
    const server = "real_server 10.0.0.1 80 {\nweight 2\n}";
    const { diagnostics } = load(`${server} x\nvirtual_server 10.1.0.1 80 {\n${server}`);
    expect(diagnostics.map(({ code }) => code)).toContain("config.unclosed-block");
  });
});
