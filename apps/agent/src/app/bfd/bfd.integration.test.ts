import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until as waitUntil } from "../../testing/until.ts";

/** BFD between two namespaces: with ourselves, with FRR's bfdd and with keepalived's bfd process. */

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";
const FRR = process.env.BATON_FRR ?? "/usr/lib/frr";
const isRoot = process.getuid?.() === 0;
const SCRIPT = path.join(import.meta.dirname, "desk.testing.ts");
const folder = mkdtempSync(path.join(tmpdir(), "baton-bfd-"));

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};

/** A child whose words are kept. */
interface Heard {
  readonly child: ChildProcess;
  text(): string;
}

const running: ChildProcess[] = [];
const namespaces: string[] = [];

const run = (namespace: string, argv: readonly string[], env: NodeJS.ProcessEnv = process.env): Heard => {
  const child = spawn("ip", ["netns", "exec", namespace, ...argv], { stdio: ["ignore", "pipe", "pipe"], env });
  running.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
  }
  return { child, text: () => text };
};

const until = (what: string, heard: Heard, holds: () => boolean): Promise<void> =>
  waitUntil(what, holds, { evidence: heard.text });

/** Two namespaces joined by a cable; ours has .1, the other's .2 and fd00::2. */
const pair = (name: string): readonly [string, string] => {
  const [ours, theirs] = [`chk-${name}1-${process.pid}`, `chk-${name}2-${process.pid}`];
  for (const namespace of [ours, theirs]) {
    ip("netns", "add", namespace);
    namespaces.push(namespace);
    ip("-n", namespace, "link", "set", "lo", "up");
  }
  ip("-n", ours, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", theirs);
  for (const [namespace, host] of [
    [ours, 1],
    [theirs, 2],
  ] as const) {
    ip("-n", namespace, "address", "add", `10.98.0.${host}/24`, "dev", "cable");
    ip("-n", namespace, "address", "add", `fd00:98::${host}/64`, "dev", "cable", "nodad");
    ip("-n", namespace, "link", "set", "cable", "up");
  }
  return [ours, theirs];
};

const baton = (namespace: string, ...sessions: readonly object[]): Heard =>
  run(namespace, [process.execPath, "--disable-warning=ExperimentalWarning", SCRIPT, JSON.stringify(sessions)]);

const says = (heard: Heard, line: string) => (): boolean => heard.text().includes(line);
const times = (heard: Heard, line: string): number => heard.text().split(line).length - 1;

const stop = async (heard: Heard, signal: NodeJS.Signals): Promise<void> => {
  heard.child.kill(signal);
  if (heard.child.exitCode === null && heard.child.signalCode === null) await once(heard.child, "exit");
};

afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  for (const namespace of namespaces) ip("netns", "delete", namespace);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isRoot)("a BFD session", () => {
  test.concurrent("with ourselves over both families: up, down by silence, up again, a good-bye", async () => {
    const [ours, theirs] = pair("b");
    const here = baton(ours, { name: "four", neighbor: "10.98.0.2" }, { name: "six", neighbor: "fd00:98::2" });
    const there = baton(theirs, { neighbor: "10.98.0.1" }, { name: "six", neighbor: "fd00:98::1", passive: true });
    await until("both up", here, () => says(here, "four up")() && says(here, "six up")());
    await until("the other end up", there, says(there, "peer up"));
    await stop(there, "SIGKILL");
    await until("down by silence", here, says(here, "four down: nothing heard for the detection time"));
    const again = baton(theirs, { neighbor: "10.98.0.1" });
    await until("up again", here, () => times(here, "four up") === 2);
    await stop(again, "SIGTERM");
    await until("the good-bye", here, says(here, "BFD_Instance(four) Entering DOWN state: the neighbour is shut down"));
    // Shut down by hand is no failure.
    expect(times(here, "four down:")).toBe(1);
  });

  test.concurrent("is not made with packets that have crossed a router, unless the file allows it", async () => {
    const [ours, theirs] = pair("t");
    baton(theirs, { neighbor: "10.98.0.1", ttl: 254, idleTx: 200 });
    const strict = baton(ours, { neighbor: "10.98.0.2", idleTx: 200 });
    // Fifteen times the interval, in which the session would have come up.
    await until("not up", strict, says(strict, "peer down: the session is not up yet"));
    expect(strict.text()).not.toContain("peer up");
    await stop(strict, "SIGTERM");
    const lenient = baton(ours, { neighbor: "10.98.0.2", idleTx: 200, maxHops: 1 });
    await until("up", lenient, says(lenient, "peer up"));
  });

  test.concurrent("across routers, beside one over a single hop with the same neighbour; no more hops than max_hops", async () => {
    const [ours, theirs] = pair("m");
    const far = { name: "far", multihop: true, maxHops: 1, idleTx: 200 };
    const there = baton(
      theirs,
      { neighbor: "10.98.0.1" },
      { ...far, neighbor: "10.98.0.1", ttl: 254 },
      { ...far, name: "farther", neighbor: "fd00:98::1", ttl: 253 },
    );
    const here = baton(
      ours,
      { neighbor: "10.98.0.2" },
      { ...far, neighbor: "10.98.0.2" },
      { ...far, name: "farther", neighbor: "fd00:98::2" },
    );
    await until("both up", here, () => says(here, "peer up")() && says(here, "far up")());
    // Fifteen times the interval, in which the session would have come up.
    await until("the third not up", here, says(here, "farther down: the session is not up yet"));
    expect(here.text()).not.toContain("farther up");
    await stop(there, "SIGKILL");
    await until("both down", here, () => says(here, "peer down:")() && says(here, "far down:")());
  });

  test.skipIf(!existsSync(KEEPALIVED)).concurrent("with keepalived, which takes its VRRP instance along", async () => {
    const [ours, theirs] = pair("k");
    const file = path.join(folder, "keepalived.conf");
    writeFileSync(
      file,
      `global_defs {
  router_id x
}
bfd_instance peer {
  neighbor_ip 10.98.0.1
  source_ip 10.98.0.2
  min_rx 100
  min_tx 100
  multiplier 3
}
vrrp_instance VI_1 {
  interface cable
  virtual_router_id 9
  state BACKUP
  priority 50
  virtual_ipaddress {
    10.98.0.77
  }
  track_bfd {
    peer
  }
}
`,
    );
    const pids = ["-p", "k.pid", "-r", "v.pid", "-b", "b.pid"].map((word) =>
      word.startsWith("-") ? word : path.join(folder, word),
    );
    const keepalived = run(theirs, [KEEPALIVED, "-n", "-l", "-D", "-P", "-f", file, ...pids]);
    const here = baton(ours, { neighbor: "10.98.0.2" });
    await until("up", here, says(here, "peer up"));
    await until("keepalived says so", keepalived, says(keepalived, "Tracked BFD instance peer is UP"));
    await stop(here, "SIGKILL");
    await until("keepalived says so", keepalived, says(keepalived, "Tracked BFD instance peer is DOWN"));
    await stop(keepalived, "SIGTERM");
  });

  describe.skipIf(!existsSync(path.join(FRR, "bfdd")))("with FRR", () => {
    /** The daemons insist on a group that only FRR's own installation creates: here /etc/group has it for them alone. */
    const AS_INSTALLED = 'mount --bind "$1" /etc/group && shift && exec "$@"';
    const at = (name: string): string => path.join(folder, name);
    const daemon = (namespace: string, name: string): Heard => {
      const libraries = [
        process.env.LD_LIBRARY_PATH ?? "",
        path.join(FRR, "../x86_64-linux-gnu"),
        path.join(FRR, "../x86_64-linux-gnu/frr"),
      ];
      const options = ["-u", "root", "-g", "root", "-P", "0", "--log", "stdout", "--vty_socket", folder];
      const files = ["-f", at(`${name}.conf`), "-z", at("zebra.api"), "-i", at(`${name}.pid`)];
      const control = name === "bfdd" ? ["--bfdctl", at("bfdd.sock")] : [];
      return run(
        namespace,
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", AS_INSTALLED, "sh", at("group")].concat([
          path.join(FRR, name),
          ...options,
          ...files,
          ...control,
        ]),
        { ...process.env, LD_LIBRARY_PATH: libraries.filter((each) => each !== "").join(":") },
      );
    };

    beforeAll(() => {
      writeFileSync(at("group"), "root:x:0:root\nfrr:x:990:\nfrrvty:x:991:root\n");
      writeFileSync(at("zebra.conf"), "");
      const peer = "  receive-interval 100\n  transmit-interval 100\n  detect-multiplier 3\n  no shutdown\n";
      const far = `${peer}  minimum-ttl 254\n`;
      writeFileSync(
        at("bfdd.conf"),
        `bfd\n peer 10.98.0.1\n${peer} peer 10.98.0.1 multihop local-address 10.98.0.2\n${far}`,
      );
    });

    test("up over one hop and as over several; when bfdd is gone without a word, down within its detection time", async () => {
      const [ours, theirs] = pair("f");
      const zebra = daemon(theirs, "zebra");
      await until("zebra", zebra, () => existsSync(at("zebra.api")));
      const bfdd = daemon(theirs, "bfdd");
      const here = baton(
        ours,
        { neighbor: "10.98.0.2" },
        { name: "far", neighbor: "10.98.0.2", source: "10.98.0.1", multihop: true, maxHops: 1 },
      );
      await until("both up", here, () => {
        if (bfdd.child.exitCode !== null) throw new Error(bfdd.text());
        return says(here, "peer up")() && says(here, "far up")();
      });
      process.kill(Number(readFileSync(at("bfdd.pid"), "utf8")), "SIGKILL");
      const gone = "down: nothing heard for the detection time";
      await until("both down", here, () => says(here, `peer ${gone}`)() && says(here, `far ${gone}`)());
    });
  });
});
