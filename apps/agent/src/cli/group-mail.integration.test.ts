import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ip, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

/** A sync group with smtp_alert: its members change one after another, and there is one mail for each change of the group. */

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";
const MAIL_SERVER = fileURLToPath(new URL("../app/mail/mail-server.testing.ts", import.meta.url));
const NS = `bag-gm-${process.pid}`;

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-gm-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string): string => join(dir, name);

const instance = (name: string, id: number): string => `vrrp_instance ${name} {
  interface eth${id - 50}
  virtual_router_id ${id}
  priority 100
  version 3
  advert_int 0.2
  virtual_ipaddress {
    192.168.1.${id}
  }
}
`;
const CONFIG = `global_defs {
  router_id lvs1
  notification_email {
    ops@example.org
  }
  notification_email_from lvs1@example.org
  smtp_server 127.0.0.1 2525
}
vrrp_sync_group G {
  group {
    VI_1
    VI_2
  }
  smtp_alert
}
${instance("VI_1", 51)}${instance("VI_2", 52)}`;

const inNamespace = (argv: readonly string[], output: "ignore" | "pipe"): ChildProcess =>
  spawn("ip", ["netns", "exec", NS, ...argv], { stdio: ["ignore", output, "ignore"] });
const end = async (child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
};

/** The subjects of all mails from the start over the loss of one member's cable to its return. */
const subjectsOf = async (start: () => ChildProcess): Promise<readonly string[]> => {
  const server = inNamespace([process.execPath, "--disable-warning=ExperimentalWarning", MAIL_SERVER], "pipe");
  let said = "";
  server.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const subjects = (): readonly string[] => said.split("\n").filter((line) => line.startsWith("Subject:"));
  const cable = (state: "up" | "down"): string => ip("-n", NS, "link", "set", "far2", state);
  try {
    await until("the mail server", () => said.includes("ready"));
    const daemon = start();
    try {
      const told = (what: string, state: string) => until(what, () => subjects().at(-1)?.includes(state) === true);
      await told("the start", "MASTER");
      cable("down");
      await told("the fault", "FAULT");
      cable("up");
      await told("the return", "MASTER");
    } finally {
      await end(daemon);
    }
    return subjects();
  } finally {
    await end(server, "SIGKILL");
  }
};

describe.skipIf(!existsSync(KEEPALIVED))("mail of a sync group, beside keepalived", () => {
  test("one for each change of the group, in keepalived's words", () =>
    withNamespace(NS, async () => {
      for (const n of [1, 2]) {
        ip("-n", NS, "link", "add", `eth${n}`, "type", "veth", "peer", "name", `far${n}`);
        ip("-n", NS, "link", "set", `far${n}`, "up");
        ip("-n", NS, "addr", "add", `10.0.${n}.2/24`, "dev", `eth${n}`);
        ip("-n", NS, "link", "set", `eth${n}`, "up");
      }
      writeFileSync(at("k.conf"), CONFIG);
      const pids = ["-p", "-r"].flatMap((flag) => [flag, at(`${flag.slice(1)}.pid`)]);
      const theirs = await subjectsOf(() =>
        inNamespace([KEEPALIVED, "--vrrp", "--dont-fork", "--use-file", at("k.conf"), ...pids], "ignore"),
      );
      const ours = await subjectsOf(
        () => startBaton(NS, ["agent", "run", "--config", at("k.conf"), "--state-dir", at("state")]).child,
      );
      expect(ours).toEqual(theirs);
      expect(ours).toEqual(
        ["BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"].map(
          (state) => `Subject: [lvs1] VRRP Group G - Entering ${state} state`,
        ),
      );
    }));
});
