import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

/** A whole agent: a lost BFD session reaches the instance, the real server and the people who are written to. */

const isRoot = process.getuid?.() === 0;
const [ours, theirs] = [`chk-g1-${process.pid}`, `chk-g2-${process.pid}`];
const folder = mkdtempSync(path.join(tmpdir(), "baton-bfd-agent-"));
/** The bundle where there is one: it starts far faster than the sources. */
const BUNDLE = fileURLToPath(new URL("../../../out/baton.mjs", import.meta.url));
const AGENT = existsSync(BUNDLE) ? BUNDLE : fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const PEER = path.join(import.meta.dirname, "desk.testing.ts");
const MAIL = path.join(import.meta.dirname, "../mail/mail-server.testing.ts");

const CONFIGURATION = `global_defs {
  router_id LVS1
  notification_email {
    ops@example.org
  }
  smtp_server 10.98.0.2 2525
  smtp_alert
}
bfd_instance peer {
  neighbor_ip 10.98.0.2
  min_rx 100
  min_tx 100
  multiplier 3
}
vrrp_instance VI_1 {
  interface cable
  virtual_router_id 9
  state MASTER
  priority 255
  virtual_ipaddress {
    10.98.0.77/24
  }
  track_bfd {
    peer
  }
}
virtual_server 10.98.0.77 25 {
  delay_loop 1
  warmup 0
  lb_algo rr
  lb_kind DR
  protocol TCP
  real_server 10.98.0.2 25 {
    BFD_CHECK {
      name peer
    }
    PING_CHECK {
    }
  }
}
`;

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};
const running: ChildProcess[] = [];
const run = (namespace: string, ...argv: readonly string[]) => {
  const child = spawn(
    "ip",
    ["netns", "exec", namespace, process.execPath, "--disable-warning=ExperimentalWarning", ...argv],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  running.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => {
      text += more;
    });
  }
  /** `after`: something said before; null: from the start. */
  const says = async (line: string, after: string | null = null): Promise<void> => {
    const end = Date.now() + 40_000;
    while (!text.slice(after === null ? 0 : text.indexOf(after)).includes(line)) {
      if (Date.now() > end || child.exitCode !== null) throw new Error(`not said: ${line}\n${text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { child, says, text: () => text };
};

afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    // The agent puts back what it made, and takes its processes along.
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 8000);
    await once(child, "exit");
    clearTimeout(killer);
  }
  for (const namespace of [ours, theirs]) {
    try {
      ip("netns", "delete", namespace);
    } catch {}
  }
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!isRoot)("an agent whose file has a BFD session and a mail address", () => {
  test("follows the one and writes to the other", async () => {
    for (const namespace of [ours, theirs]) {
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
    }
    ip("-n", ours, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", theirs);
    ip("-n", ours, "address", "add", "10.98.0.1/24", "dev", "cable");
    ip("-n", theirs, "address", "add", "10.98.0.2/24", "dev", "cable");
    for (const namespace of [ours, theirs]) ip("-n", namespace, "link", "set", "cable", "up");
    writeFileSync(path.join(folder, "keepalived.conf"), CONFIGURATION);
    const mail = run(theirs, MAIL, "10.98.0.2", "2525");
    await mail.says("ready");
    const agent = run(
      ours,
      AGENT,
      "agent",
      "run",
      "--config",
      path.join(folder, "keepalived.conf"),
      "--state-dir",
      folder,
    );
    const peer = run(theirs, PEER, JSON.stringify([{ neighbor: "10.98.0.1" }]));
    await agent.says("(VI_1) Entering MASTER STATE");
    await agent.says("BFD_CHECK of [10.98.0.2]:25 success.");
    await agent.says("PING_CHECK of [10.98.0.2]:25 success.");
    // The session's process dies: nothing moves, and the session comes up again.
    const pid = Number(/baton_bfd\[(\d+)\]/.exec(agent.text())?.[1]);
    process.kill(pid, "SIGKILL");
    const killed = `Process bfd[${pid}] was killed by SIGKILL`;
    await agent.says(killed);
    await agent.says("BFD_Instance(peer) Entering UP state", killed);
    expect(agent.text()).not.toContain("FAULT");
    expect(agent.text()).not.toContain("BFD_CHECK of [10.98.0.2]:25 failed");
    peer.child.kill("SIGKILL");
    await agent.says("(VI_1) Entering FAULT STATE (bfd peer: nothing heard for the detection time)");
    await agent.says("Removing service [10.98.0.2]:25 from VS [10.98.0.77]:25");
    await mail.says("VRRP Instance VI_1 - Entering MASTER state");
    await mail.says("VRRP Instance VI_1 - Entering FAULT state");
    await mail.says("Realserver 10.98.0.2:25 of virtual server");
    run(theirs, PEER, JSON.stringify([{ neighbor: "10.98.0.1" }]));
    await agent.says("Adding service [10.98.0.2]:25 to VS [10.98.0.77]:25");
  });
});
