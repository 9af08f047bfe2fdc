import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { ip, withNamespace } from "./cli.testing.ts";
import { end, folderForEachTest, KEEPALIVED, startAgent, startKeepalived } from "./daemons.testing.ts";
import { until } from "../testing/until.ts";

/** A sync group with smtp_alert: its members change one after another, and there is one mail for each change of the group. */

const MAIL_SERVER = fileURLToPath(new URL("../app/mail/mail-server.testing.ts", import.meta.url));
const NS = `bag-gm-${process.pid}`;

const at = folderForEachTest("bag-gm-");

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

/** The subjects of all mails from the start over the loss of one member's cable to its return. */
const subjectsOf = async (start: () => ChildProcess): Promise<readonly string[]> => {
  const argv = ["netns", "exec", NS, process.execPath, "--disable-warning=ExperimentalWarning", MAIL_SERVER];
  const server = spawn("ip", argv, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  server.stdout.setEncoding("utf8").on("data", (text: string) => {
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
      const theirs = await subjectsOf(() => startKeepalived(NS, at("k.conf")));
      const ours = await subjectsOf(() => startAgent(NS, at("k.conf")).child);
      expect(ours).toEqual(theirs);
      expect(ours).toEqual(
        ["BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"].map(
          (state) => `Subject: [lvs1] VRRP Group G - Entering ${state} state`,
        ),
      );
    }));
});
