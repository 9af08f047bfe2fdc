import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { networkProblem } from "../app/vrrp/integration/network.ts";
import { ip, runBaton, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`replay test skipped: ${problem}`);

const NAMESPACE = `vb-${process.pid}-replay`;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const CONFIGURATION = `global_defs {
  vrrp_version 3
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 0.1
  virtual_ipaddress {
    192.168.1.100
  }
}
`;

const setUpLink = (): void => {
  ip("-n", NAMESPACE, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
  ip("-n", NAMESPACE, "link", "set", "eth1", "up");
  ip("-n", NAMESPACE, "address", "add", "192.168.1.2/24", "dev", "eth0");
  ip("-n", NAMESPACE, "link", "set", "eth0", "up");
};

describe.skipIf(problem !== null)("agent run --record", () => {
  test("what a director did is replayed from its recording; a changed recording differs", async () => {
    const folder = mkdtempSync(join(tmpdir(), "baton-replay-"));
    folders.push(folder);
    const [config, recording] = [join(folder, "keepalived.conf"), join(folder, "vrrp.jsonl")];
    writeFileSync(config, CONFIGURATION);
    await withNamespace(NAMESPACE, async () => {
      setUpLink();
      const args = ["agent", "run", "--config", config, "--state-dir", folder, "--record", recording];
      const agent = startBaton(NAMESPACE, args);
      await until("a master", () => agent.err().includes("Entering MASTER STATE"));
      agent.child.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
    });
    const replayed = await runBaton(null, ["agent", "replay", recording, "--json"]);
    expect(replayed).toMatchObject({ code: 0, err: "" });
    const { transitions, differences } = JSON.parse(replayed.out) as {
      readonly transitions: readonly { readonly to: string; readonly cause: string }[];
      readonly differences: number;
    };
    expect(transitions.map(({ to }) => to)).toEqual(["backup", "master", "initialize"]);
    expect(transitions[1]?.cause).toMatch(/^no advert heard for \d+ ms/);
    expect(differences).toBe(0);

    const changed = join(folder, "changed.jsonl");
    writeFileSync(changed, readFileSync(recording, "utf8").replace('"to":"master"', '"to":"fault"'));
    const other = await runBaton(null, ["agent", "replay", changed]);
    expect(other.code).toBe(1);
    expect(other.out).toContain("DIFFERS, recorded was backup -> fault");
    expect(other.out).toMatch(/3 transitions, 1 different from the recording/);
  });

  test("what is no recording is refused with a sentence", async () => {
    const folder = mkdtempSync(join(tmpdir(), "baton-replay-"));
    folders.push(folder);
    const files = ["", "nonsense\nmore\n", '{"type":"event","router":"x","event":{"at":1},"transitions":[]}\n{}\n'];
    const ran = files.map(async (text, i) => {
      const file = join(folder, String(i));
      writeFileSync(file, text);
      return runBaton(null, ["agent", "replay", file]);
    });
    for (const { code, out, err } of await Promise.all(ran)) {
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(/not a line of a recording|there is nothing recorded in it/);
    }
  });
});
