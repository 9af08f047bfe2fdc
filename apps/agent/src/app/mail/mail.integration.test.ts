import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { millis } from "@baton/shared/base/duration.ts";
import { loadConfig } from "@baton/shared/config/load.ts";
import type { MailSettings } from "@baton/shared/config/model-mail.ts";
import { afterEach, describe, expect, test } from "vitest";
import { sendLetter } from "../../io/mail/send-letter.ts";

/** Mail against SMTP servers on loopback: one that works, and ones that mean harm. */

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const listen = (onSocket: (socket: Socket) => void): Promise<number> =>
  new Promise((resolve) => {
    const server: Server = createServer((socket) => {
      socket.on("error", () => {});
      closing.push(() => socket.destroy());
      onSocket(socket);
    });
    closing.push(() => server.close());
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

interface Mail {
  readonly helo: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
}

/** RFC 5321, as far as one client needs it. */
const mailServer = (mails: Mail[]) =>
  listen((socket) => {
    let rest = "";
    let [helo, from, data] = ["", "", ""];
    let to: string[] = [];
    let inData = false;
    const hear = (line: string): string | null => {
      if (inData) {
        if (line !== ".") data += `${line}\n`;
        else mails.push({ helo, from, to, data });
        inData = line !== ".";
        return inData ? null : "250 taken";
      }
      const [verb = "", argument = ""] = line.split(/[ :]+/, 2);
      if (/^(EHLO|HELO)$/.test(verb)) helo = argument;
      if (verb === "MAIL") [from, to, data] = [line.slice(10), [], ""];
      if (verb === "RCPT") to = [...to, line.slice(8)];
      inData = verb === "DATA";
      return inData ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok";
    };
    socket.write("220 mail.example.org\r\n");
    socket.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + String(text)).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const answer = hear(line);
        if (answer !== null) socket.write(`${answer}\r\n`);
      }
    });
  });

const settings = (port: number): MailSettings => ({
  recipients: ["ops@example.org", "dba@example.org"],
  from: "lvs1@example.org",
  server: { host: "127.0.0.1", port },
  connectTimeout: millis(500),
  helo: "lvs1.example.org",
  instances: [],
  withoutFaults: false,
  groups: [],
  quorumsByDefault: false,
  serversByDefault: false,
});
const letter = { subject: "[LVS1] test", text: "one\n.\ntwo\n" };

describe("a letter", () => {
  test("arrives whole, from whom and to whom the file says", async () => {
    const mails: Mail[] = [];
    await sendLetter(settings(await mailServer(mails)), letter);
    expect(mails).toMatchObject([
      { helo: "lvs1.example.org", from: "<lvs1@example.org>", to: ["<ops@example.org>", "<dba@example.org>"] },
    ]);
    expect(mails[0]?.data).toContain("Subject: [LVS1] test\n");
    expect(mails[0]?.data).toMatch(/\n\none\n\.\.\ntwo\n/);
  });

  test.each<[string, (socket: Socket) => void]>([
    ["accepts and hangs", () => {}],
    ["resets", (socket) => socket.resetAndDestroy()],
    ["refuses everything", (socket) => socket.on("data", () => socket.write("554 no\r\n")).write("220 hi\r\n")],
    ["speaks another language", (socket) => socket.end("SSH-2.0-x\r\n")],
    [
      "talks without end",
      (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write("220-".padEnd(65_536, "x"))) {}
        };
        socket.on("drain", more);
        more();
      },
    ],
  ])("to a server that %s fails, and soon", async (_, onSocket) => {
    const before = process.memoryUsage().rss;
    await expect(sendLetter(settings(await listen(onSocket)), letter)).rejects.toThrow();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 << 20);
  });
});

test("the mail process writes about what the supervisor tells it, and ends when the last mail has left", async () => {
  const mails: Mail[] = [];
  const port = await mailServer(mails);
  const text = `global_defs {
  router_id LVS1
  notification_email {
    ops@example.org
  }
  smtp_server 127.0.0.1 ${port}
  smtp_alert_checker
}
virtual_server 192.168.1.100 3306 {
  lb_algo wrr
  lb_kind DR
  protocol TCP
  real_server 192.168.1.5 3306 {
  }
  real_server 192.168.1.6 3306 {
    smtp_alert no
  }
}
`;
  const { model, diagnostics } = loadConfig({ path: "t", text }, () => []);
  expect(diagnostics).toEqual([]);
  const program = fileURLToPath(new URL("../processes/mail.ts", import.meta.url));
  const child: ChildProcess = fork(program, [], { execArgv: ["--disable-warning=ExperimentalWarning"], silent: true });
  closing.push(() => child.kill("SIGKILL"));
  const removed = (server: string) => ({
    type: "event",
    event: {
      kind: "real-server.removed",
      severity: "warning",
      at: 0,
      subject: `TCP 192.168.1.100:3306 -> ${server}:3306`,
      text: `Removing service [${server}]:3306 from VS [192.168.1.100]:3306`,
      data: { virtualServer: "TCP 192.168.1.100:3306", realServer: `${server}:3306`, reason: "refused" },
    },
  });
  child.send({ type: "start", settings: {}, model });
  child.send(removed("192.168.1.6"));
  child.send(removed("192.168.1.5"));
  child.send({ type: "stop" });
  await once(child, "exit");
  expect(mails.map(({ data }) => /^Subject: (.*(?:\n .*)*)/m.exec(data)?.[1]?.replaceAll("\n ", " "))).toEqual([
    "[LVS1] Realserver 192.168.1.5:3306 of virtual server TCP 192.168.1.100:3306 - DOWN",
  ]);
});
