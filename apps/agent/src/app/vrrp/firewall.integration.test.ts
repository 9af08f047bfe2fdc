import { execFileSync, spawnSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { findNft } from "../../io/firewall/nft.ts";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const nft = findNft();
const problem = networkProblem() ?? (nft === null ? "nft is missing" : null);
if (problem !== null) console.warn(`tests of no_accept skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const configuration = (name: string, vrid: number, address: string, more: string): string => `vrrp_instance ${name} {
  interface eth0
  version 3
  virtual_router_id ${vrid}
  priority 100
  advert_int 0.1
  ${more}
  virtual_ipaddress {
    ${address}
  }
}
`;

const start = (on: TestNetwork, text: string): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace("ours"), modelFrom(text));
  cleanups.push(async () => {
    if (ours.exitCode === null) ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};

const inside = (on: TestNetwork, host: string, ...command: readonly string[]): number | null =>
  spawnSync("ip", ["netns", "exec", on.namespace(host), ...command], { stdio: "ignore" }).status;

/** Whether the address answers a TCP connection at all, be it by a refusal. */
const answers = (on: TestNetwork, address: string): boolean => {
  const program = `require("net").connect(9,"${address}").on("error",(e)=>process.exit(e.code==="ECONNREFUSED"?0:1)).setTimeout(700,()=>process.exit(1))`;
  return inside(on, "client", process.execPath, "-e", program) === 0;
};

const tables = (on: TestNetwork): string =>
  execFileSync("ip", ["netns", "exec", on.namespace("ours"), nft ?? "nft", "list", "tables"], { encoding: "utf8" });

describe.skipIf(problem !== null)("no_accept", () => {
  test("traffic for the addresses is dropped, neighbours are still answered, and the rules go at the end", async () => {
    const on = createNetwork({ ours: "192.168.1.2/24", client: "192.168.1.50/24" });
    cleanups.push(on.remove);
    on.ip("client", "address", "add", "2001:db8::50/64", "dev", "eth0", "nodad");
    const ours = start(
      on,
      configuration("CLOSED", 51, "192.168.1.100", "no_accept") +
        configuration("OPEN", 52, "192.168.1.101", "accept") +
        configuration("CLOSED6", 53, "fe80::100\n 2001:db8::100/64", "no_accept") +
        configuration("VMAC", 54, "192.168.1.104", "use_vmac"),
    );
    await until(
      "all to be master",
      () => ours.facts.size === 4 && [...ours.facts.values()].every((fact) => fact.state === "master"),
    );
    await until("their addresses", () => [...ours.facts.values()].every((fact) => fact.heldAddresses.length > 0));
    expect(
      ["192.168.1.101", "192.168.1.104", "192.168.1.100", "2001:db8::100"].map((address) => answers(on, address)),
    ).toEqual([true, true, false, false]);
    for (const [family, address] of [
      ["-4", "192.168.1.100"],
      ["-6", "2001:db8::100"],
    ] as const) {
      expect(on.ip("client", family, "neighbour", "show", address)).toMatch(/lladdr/);
    }
    expect(tables(on)).toBe("table ip baton\ntable ip6 baton\n");
    await ours.stop();
    expect(tables(on)).toBe("");
  });

  test("where nft is missing that is said, and everything else goes on", async () => {
    const on = createNetwork({ ours: "192.168.1.2/24" });
    cleanups.push(on.remove);
    process.env.BATON_NFT = "/nonexistent/nft";
    const ours = start(on, configuration("V", 51, "192.168.1.100", "no_accept"));
    if (nft === null) delete process.env.BATON_NFT;
    else process.env.BATON_NFT = nft;
    await until("us to be master", () => ours.state === "master");
    expect(ours.log.join("\n")).toContain("no firewall rules: the program nft is not installed");
  });
});

const noPeer = problem ?? keepalivedProblem();

describe.skipIf(noPeer !== null)("vrrp_strict beside keepalived", () => {
  test("the addresses of both are found by neighbours, and answer only where strict_mode is off", async () => {
    const on = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.3/24", client: "192.168.1.50/24" });
    cleanups.push(on.remove);
    const strict = (vrid: number, closed: string, open: string): string =>
      `global_defs {\n vrrp_strict\n}\n${configuration("STRICT", vrid, closed, "")}${configuration("LOOSE", vrid + 1, open, "strict_mode off")}`;
    const ours = start(on, strict(51, "192.168.1.100", "192.168.1.101"));
    const theirs = new Keepalived(on.namespace("theirs"), strict(61, "192.168.1.110", "192.168.1.111"));
    cleanups.push(() => theirs.stop());
    await until("both to be master", () => theirs.masters() === 2 && ours.facts.size === 2);
    await until("our addresses", () => [...ours.facts.values()].every((fact) => fact.heldAddresses.length > 0));
    const look = (closed: string, open: string) => ({
      closed: answers(on, closed),
      open: answers(on, open),
      found: on.ip("client", "neighbour", "show", closed).includes("lladdr"),
    });
    const seen = look("192.168.1.100", "192.168.1.101");
    expect(seen).toEqual(look("192.168.1.110", "192.168.1.111"));
    expect(seen).toEqual({ closed: false, open: true, found: true });
  });
});
