import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { describe, expect, test } from "vitest";
import { type GroupStates, lettersAbout } from "./letter.ts";
import { EMPTY_MAIL, type MailEvent, type MailQueue, stepMail } from "./mail-queue.ts";

const modelOf = (globals: string): ConfigModel => {
  const text = `global_defs {\nrouter_id LVS1\nnotification_email {\nops@example.org\n}\n${globals}\n}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  state BACKUP
  smtp_alert
  virtual_ipaddress {
    192.168.1.100
  }
}
vrrp_instance VI_2 {
  interface eth0
  virtual_router_id 52
  priority 100
  state BACKUP
  virtual_ipaddress {
    192.168.1.101
  }
}
`;
  const { model, diagnostics } = loadConfig({ path: "t", text }, () => []);
  if (!model) throw new Error(JSON.stringify(diagnostics));
  return model;
};
const transition = (subject: string, to: string): AgentEvent => ({
  kind: "vrrp.transition",
  severity: "info",
  at: 0,
  subject,
  text: `(${subject}) Entering ${to}`,
  data: { from: "backup", to, cause: "x", priority: 100 },
});
const removed: AgentEvent = {
  kind: "real-server.removed",
  severity: "warning",
  at: 0,
  subject: "key",
  text: "Removing service [192.168.1.5]:3306 from VS [192.168.1.100]:3306",
  data: { virtualServer: "TCP 192.168.1.100:3306", realServer: "192.168.1.5:3306", reason: "TCP_CHECK\r\nfailed" },
};
const letterAbout = (event: AgentEvent, model: ConfigModel, alertOf: () => boolean) =>
  lettersAbout(event, model, alertOf, new Map(), "host").letters[0] ?? null;
const subject = (event: AgentEvent, globals = "", alert = false): string | null =>
  letterAbout(event, modelOf(globals), () => alert)?.subject ?? null;

describe("who is written to, and of what", () => {
  test("an instance's change, where smtp_alert says so", () => {
    expect(subject(transition("VI_1", "master"))).toBe("[LVS1] VRRP Instance VI_1 - Entering MASTER state");
    expect(subject(transition("VI_2", "master"))).toBeNull();
    expect(subject(transition("VI_2", "master"), "smtp_alert_vrrp")).not.toBeNull();
    expect(subject(transition("VI_2", "master"), "smtp_alert yes\nsmtp_alert_vrrp no")).toBeNull();
    expect(subject(transition("VI_1", "initialize"))).toBeNull();
  });

  test("no_email_faults leaves faults out, and nothing else", () => {
    expect(subject(transition("VI_1", "fault"))).not.toBeNull();
    expect(subject(transition("VI_1", "fault"), "no_email_faults")).toBeNull();
    expect(subject(transition("VI_1", "backup"), "no_email_faults")).not.toBeNull();
  });

  test("a sync group's change is told once, in its own name", () => {
    const text = `global_defs {\nrouter_id LVS1\nnotification_email {\nops@example.org\n}\n}
vrrp_sync_group G {\n group {\n VI_1\n VI_2\n }\n smtp_alert\n}
${["VI_1", "VI_2"].map((name, index) => `vrrp_instance ${name} {\n interface eth0\n virtual_router_id 5${index}\n priority 100\n state BACKUP\n virtual_ipaddress {\n 10.0.0.${index + 1}\n }\n}`).join("\n")}`;
    const { model, diagnostics } = loadConfig({ path: "t", text }, () => []);
    if (!model) throw new Error(JSON.stringify(diagnostics));
    let groups: GroupStates = new Map();
    const subjects = (name: string, to: string): readonly string[] => {
      const step = lettersAbout(transition(name, to), model, () => false, groups, "host");
      groups = step.groups;
      return step.letters.map((letter) => letter.subject);
    };
    expect(subjects("VI_1", "master")).toEqual(["[LVS1] VRRP Group G - Entering MASTER state"]);
    expect(subjects("VI_2", "master")).toEqual([]);
    expect(subjects("VI_2", "backup")).toEqual(["[LVS1] VRRP Group G - Entering BACKUP state"]);
    expect(subjects("VI_1", "backup")).toEqual([]);
  });

  test("servers are told of by default, quorums are not, as in keepalived", () => {
    const { mail } = modelOf("").globals;
    expect(mail).toMatchObject({ serversByDefault: true, quorumsByDefault: false });
    expect(modelOf("smtp_alert no").globals.mail).toMatchObject({ serversByDefault: false, quorumsByDefault: false });
    expect(modelOf("smtp_alert_checker").globals.mail).toMatchObject({
      serversByDefault: true,
      quorumsByDefault: true,
    });
  });

  test("a server's coming and going, in one line each whatever its reason holds", () => {
    expect(subject(removed)).toBeNull();
    const letter = letterAbout(removed, modelOf(""), () => true);
    expect(letter).toEqual({
      subject: "[LVS1] Realserver 192.168.1.5:3306 of virtual server TCP 192.168.1.100:3306 - DOWN",
      text: `1970-01-01T00:00:00.000Z\n${removed.text}\nTCP_CHECK??failed\n`,
    });
  });
});

describe("letters that wait", () => {
  const letter = (name: string) => ({ subject: name, text: "" });
  const run = (start: MailQueue, ...events: readonly MailEvent[]) => {
    let queue = start;
    const told: string[] = [];
    for (const event of events) {
      const step = stepMail(queue, event);
      queue = step.queue;
      told.push(...step.actions.map(({ type, letter: { subject: of } }) => `${type} ${of}`));
    }
    return { queue, told };
  };

  test("leave one by one, in order", () => {
    const { told } = run(
      EMPTY_MAIL,
      { type: "letter", letter: letter("a"), at: 0 },
      { type: "letter", letter: letter("b"), at: 1 },
      { type: "sent", at: 2 },
      { type: "sent", at: 3 },
    );
    expect(told).toEqual(["send a", "send b"]);
  });

  test("are tried again later and later, then given up, and the next waits too", () => {
    const failed = (at: number): MailEvent => ({ type: "failed", at, reason: "refused" });
    const { told, queue } = run(
      EMPTY_MAIL,
      { type: "letter", letter: letter("a"), at: 0 },
      failed(0),
      { type: "tick", at: 4999 },
      { type: "tick", at: 5000 },
      failed(5000),
      { type: "tick", at: 35_000 },
      failed(35_000),
      { type: "letter", letter: letter("b"), at: 36_000 },
      { type: "tick", at: 155_000 },
      failed(155_000),
    );
    expect(told).toEqual(["send a", "send a", "send a", "send a", "given-up a"]);
    expect(queue).toMatchObject({ waiting: [letter("b")], nextAt: 160_000 });
  });

  test("are a hundred at most; the next that leaves says how many are lost", () => {
    const many = Array.from(
      { length: 150 },
      (_, index): MailEvent => ({ type: "letter", letter: letter(`${index}`), at: 0 }),
    );
    const { queue } = run(EMPTY_MAIL, ...many);
    expect(queue.waiting).toHaveLength(100);
    expect(queue.waiting[0]?.subject).toBe("0");
    expect(queue.waiting[99]?.subject).toBe("149");
    const failed = run(queue, { type: "failed", at: 0, reason: "x" }).queue;
    const step = stepMail(failed, { type: "tick", at: 5000 });
    expect(step.actions[0]).toMatchObject({ letter: { text: "\n50 earlier mails found no room and are lost.\n" } });
  });
});
