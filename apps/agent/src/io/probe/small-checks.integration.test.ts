import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { millis } from "@baton/shared/base/duration.ts";
import type {
  BfdCheck,
  CheckConnection,
  DnsCheck,
  FileCheck,
  HttpCheck,
  PingCheck,
  SmtpCheck,
  UdpCheck,
} from "@baton/shared/config/model-checks.ts";
import { encode } from "dns-packet";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openStream } from "./bound-socket.ts";
import { probeDns } from "./dns.ts";
import { createFileProber } from "./file.ts";
import { probeHttp } from "./http.ts";
import { createPing } from "./ping.ts";
import { createProber } from "./prober.ts";
import { probeSmtp } from "./smtp.ts";
import { probeUdp } from "./udp.ts";

/** SMTP_CHECK, DNS_CHECK, UDP_CHECK, PING_CHECK and FILE_CHECK against servers on loopback, kind and unkind ones. */

const position = { line: 1, column: 1 };
const range = { path: "t", start: position, end: position };
const timers = {
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
};
const at = (connectPort: number, changes: Partial<CheckConnection> = {}): CheckConnection => ({
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(400),
  ...changes,
});
const never = new AbortController().signal;
const isRoot = process.getuid?.() === 0;

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};

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

type Answer = (query: Buffer, reply: (bytes: Uint8Array) => void, from: { address: string; port: number }) => void;

const answer = (how: Answer): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    closing.push(() => socket.close());
    socket.on("message", (query, from) => how(query, (bytes) => socket.send(bytes, from.port, from.address), from));
    socket.bind(0, "127.0.0.1", () => resolve(socket.address().port));
  });

/** A port that was free a moment ago. */
const closedUdpPort = async (): Promise<number> => {
  const port = await answer(() => {});
  closing.pop()?.();
  return port;
};

describe("SMTP_CHECK", () => {
  const check = (port: number, changes: Partial<SmtpCheck> = {}): SmtpCheck => ({
    kind: "SMTP_CHECK",
    ...timers,
    ...at(port),
    targets: [at(port)],
    ...changes,
  });
  const mailServer = (heard: string[], helo = "250 ok\r\n") =>
    listen((socket) => {
      socket.write("220-hello\r\n220 mail\r\n");
      socket.setEncoding("latin1").on("data", (text) => {
        heard.push(String(text));
        socket.write(String(text).startsWith("HELO") ? helo : "221 bye\r\n");
      });
    });

  test("a server that greets, knows HELO and says good-bye", async () => {
    const heard: string[] = [];
    expect(await probeSmtp(check(await mailServer(heard), { helo: "lvs1.example" }), never)).toEqual({ ok: true });
    expect(heard).toEqual(["HELO lvs1.example\r\n", "QUIT\r\n"]);
  });

  test("of several hosts each counts, and the one that fails is named", async () => {
    const [good, bad] = [await mailServer([]), await mailServer([], "550 no\r\n")];
    expect(await probeSmtp(check(good, { targets: [at(good), at(good)] }), never)).toEqual({ ok: true });
    expect(await probeSmtp(check(good, { targets: [at(good), at(bad)] }), never)).toEqual({
      ok: false,
      kind: "answer",
      reason: `127.0.0.1:${bad}: 550 no after HELO`,
    });
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ["accepts and hangs", () => {}, "timeout"],
    ["resets", (socket) => socket.resetAndDestroy(), "reset"],
    ["hangs up", (socket) => socket.end(), "reset"],
    ["is something else", (socket) => socket.end("SSH-2.0-OpenSSH\r\n"), "answer"],
    [
      "sends gigabytes",
      (socket) => {
        const more = (): void => {
          while (socket.writable && socket.write("220-".padEnd(65_536, "x"))) {}
        };
        socket.on("drain", more);
        more();
      },
      "answer",
    ],
  ])("a server that %s", async (_, onSocket, kind) => {
    expect(await probeSmtp(check(await listen(onSocket)), never)).toMatchObject({ ok: false, kind });
  });

  test("nobody there", async () => {
    const port = await listen(() => {});
    closing.pop()?.();
    expect(await probeSmtp(check(port), never)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("a probe that is called off ends at once", async () => {
    const controller = new AbortController();
    const outcome = probeSmtp(check(await listen(() => controller.abort())), controller.signal);
    expect(await outcome).toMatchObject({ ok: false, reason: "the probe was called off" });
  });
});

describe("DNS_CHECK", () => {
  const check = (port: number, changes: Partial<DnsCheck> = {}): DnsCheck => ({
    kind: "DNS_CHECK",
    ...timers,
    ...at(port),
    type: "SOA",
    name: "example.com",
    ...changes,
  });
  /** The query, made an answer with this code. */
  const asReply = (query: Buffer, code: number): Buffer => {
    const bytes = Buffer.from(query);
    bytes.writeUInt16BE(0x8180 | code, 2);
    return bytes;
  };

  test("any answer without an error is good, and the query is as it should be", async () => {
    const queries: Buffer[] = [];
    const port = await answer((query, reply) => {
      queries.push(query);
      reply(asReply(query, 0));
    });
    expect(await probeDns(check(port), never)).toEqual({ ok: true });
    expect(await probeDns(check(port, { type: "AAAA", name: "." }), never)).toEqual({ ok: true });
    expect(queries[0]?.subarray(2).toString("hex")).toBe(
      "010000010000000000000765 78616d706c6503636f6d0000060001".replace(" ", ""),
    );
    expect(queries[1]?.subarray(12).toString("hex")).toBe("00001c0001");
  });

  test.each([
    [2, "the answer is SERVFAIL"],
    [3, "the answer is NXDOMAIN"],
    [5, "the answer is REFUSED"],
  ])("code %i is an error", async (code, reason) => {
    const port = await answer((query, reply) => reply(asReply(query, code)));
    expect(await probeDns(check(port), never)).toEqual({ ok: false, kind: "answer", reason });
  });

  test("what does not answer the question is passed over", async () => {
    const port = await answer((query, reply) => {
      const other = asReply(query, 3);
      other.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
      reply(other);
      reply(Buffer.from("nonsense"));
      reply(query);
      reply(
        encode({ type: "response", id: query.readUInt16BE(0), flags: 3, questions: [{ type: "A", name: "evil" }] }),
      );
      reply(asReply(query, 0));
    });
    expect(await probeDns(check(port), never)).toEqual({ ok: true });
  });

  test.each<[string, Answer, object]>([
    ["is slow", () => {}, { kind: "timeout" }],
    [
      "says nonsense under our number",
      (query, reply) => reply(Buffer.concat([query.subarray(0, 2), Buffer.alloc(60_000, 0xff)])),
      { kind: "answer" },
    ],
    [
      "points a name at itself",
      (query, reply) => {
        const bytes = Buffer.concat([asReply(query, 0).subarray(0, 12), Buffer.from([0xc0, 12, 0, 6, 0, 1])]);
        reply(bytes);
      },
      { kind: "answer" },
    ],
  ])("a server that %s", async (_, how, expected) => {
    expect(await probeDns(check(await answer(how)), never)).toMatchObject({ ok: false, ...expected });
  });

  test("a closed port is refused", async () => {
    expect(await probeDns(check(await closedUdpPort()), never)).toMatchObject({ ok: false, kind: "refused" });
  });
});

describe("UDP_CHECK", () => {
  const check = (port: number, changes: Partial<UdpCheck> = {}): UdpCheck => ({
    kind: "UDP_CHECK",
    ...timers,
    ...at(port, { connectTimeout: millis(150) }),
    payload: null,
    reply: null,
    ...changes,
  });
  const reply = { pattern: "", minLength: 0, maxLength: 255 };

  test("silence is good where no reply is required, a closed port never", async () => {
    expect(await probeUdp(check(await answer(() => {})), never)).toEqual({ ok: true });
    expect(await probeUdp(check(await closedUdpPort()), never)).toMatchObject({ ok: false, kind: "refused" });
  });

  test("the payload is sent as written", async () => {
    const heard: string[] = [];
    const port = await answer((query, say) => {
      heard.push(query.toString("hex"));
      say(Buffer.from([1]));
    });
    await probeUdp(check(port, { payload: "ab120f" }), never);
    await probeUdp(check(port), never);
    expect(heard[0]).toBe("ab120f");
    expect(heard[1]).toMatch(/^[\da-f]{32}$/);
  });

  test("a required reply has to come, and to be as required", async () => {
    const echo = await answer((query, say) => say(query));
    const payload = "0102";
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, pattern: "01x2" } }), never)).toEqual({ ok: true });
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, pattern: "0103" } }), never)).toMatchObject({
      reason: "the reply differs in byte 2",
    });
    expect(await probeUdp(check(echo, { payload, reply: { ...reply, minLength: 3 } }), never)).toMatchObject({
      kind: "answer",
    });
    expect(await probeUdp(check(await answer(() => {}), { reply }), never)).toMatchObject({ kind: "timeout" });
  });
});

describe.skipIf(!isRoot)("PING_CHECK", () => {
  const check = (connectAddress: string, changes: Partial<PingCheck> = {}): PingCheck => ({
    kind: "PING_CHECK",
    ...timers,
    ...at(0, { connectAddress }),
    ...changes,
  });

  test("loopback answers over both families, from a chosen address too; many at once share a socket", async () => {
    const ping = createPing();
    const many = Array.from({ length: 200 }, (_, index) => ping(check(`127.0.1.${index + 1}`), never));
    expect(await Promise.all(many)).toEqual(many.map(() => ({ ok: true })));
    expect(await ping(check("::1"), never)).toEqual({ ok: true });
    expect(await ping(check("127.0.0.1", { bindAddress: "127.9.9.9" }), never)).toEqual({ ok: true });
    expect(await ping(check("127.0.0.1", { bindInterface: "lo", mark: 7 }), never)).toEqual({ ok: true });
  });

  test("an interface or an address that is not here is named", async () => {
    const ping = createPing();
    expect(await ping(check("127.0.0.1", { bindInterface: "nosuch0" }), never)).toMatchObject({
      ok: false,
      reason: "the interface to connect from is not on this host",
    });
    expect(await ping(check("127.0.0.1", { bindAddress: "192.0.2.77" }), never)).toMatchObject({
      reason: "the address to connect from is not on this host",
    });
  });
});

describe("FILE_CHECK", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "baton-file-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "load");
  const trackFile = { name: "load", range, path: file, weight: 2, reverse: false, initial: null };
  const check: FileCheck = { kind: "FILE_CHECK", range, ...timers, file: "load", factor: null };

  test("each number is told once, a missing file is 0, and a file that is followed no more ends the wait", async () => {
    const prober = createFileProber(() => {});
    prober.follow([trackFile]);
    expect(await prober.probe(check)).toEqual({ ok: true, added: { by: 0, reason: "" } });
    const next = prober.probe(check);
    writeFileSync(`${file}.new`, "7\n");
    renameSync(`${file}.new`, file);
    expect(await next).toEqual({ ok: true, added: { by: 14, reason: "load says 7" } });
    const second: FileCheck = { ...check, factor: { weight: 0, reverse: false } };
    expect(await prober.probe(second)).toEqual({ ok: false, kind: "answer", reason: "load says 7" });
    const last = prober.probe(check);
    prober.close();
    expect(await last).toMatchObject({ ok: false, kind: "other" });
  });
});

const genhash = path.join(process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived", "../../bin/genhash");

test.skipIf(!existsSync(genhash))("the digest that keepalived's genhash tells is the one HTTP_GET takes", async () => {
  const page = `${"well ".repeat(5000)}\r\n\0end`;
  const web = createHttpServer((_, response) => response.end(page));
  closing.push(() => web.close());
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const address = web.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const { stdout } = await promisify(execFile)(genhash, ["-s", "127.0.0.1", "-p", `${port}`, "-u", "/"]);
  const digest = /\b[\da-f]{32}\b/.exec(stdout)?.[0] ?? stdout;
  const url = { path: "/", statusCodes: [{ from: 200, to: 200 }], digest, virtualHost: null };
  const check: HttpCheck = { kind: "HTTP_GET", ...timers, ...at(port), urls: [url], serverName: null };
  expect(await probeHttp(check, never)).toEqual({ ok: true });
});

test("BFD_CHECK follows its session, and waits for nothing that is not followed any more", async () => {
  const prober = createProber({ sockets: 1, programs: 1 });
  closing.push(() => prober.close());
  const check: BfdCheck = { kind: "BFD_CHECK", range, ...timers, session: "db1" };
  const scripts = { security: false, user: null };
  prober.configure(scripts, { bfdSessions: ["db1"] });
  const first = prober.probe(check);
  prober.bfd({ name: "db1", up: false, reason: "the session is not up yet" });
  expect(await first).toEqual({ ok: false, kind: "other", reason: "the session is not up yet" });
  prober.bfd({ name: "db1", up: true, reason: "the session is up" });
  expect(await prober.probe(check)).toEqual({ ok: true });
  const last = prober.probe(check);
  prober.configure(scripts, {});
  expect(await last).toMatchObject({ ok: false, reason: "db1 is not followed" });
});

describe.skipIf(!isRoot)("between two namespaces, a probe", () => {
  const [near, far] = [`chk-a${process.pid}`, `chk-b${process.pid}`];
  const script = path.join(import.meta.dirname, "marked.testing.ts");
  const inside = (namespace: string, ...words: string[]) => ["netns", "exec", namespace, process.execPath, ...words];
  let server: ChildProcess | null = null;
  afterAll(() => {
    server?.kill("SIGKILL");
    for (const namespace of [near, far]) {
      try {
        ip("netns", "delete", namespace);
      } catch {}
    }
  });

  test("leaves with its mark, which alone has a route, and by its interface", async () => {
    for (const namespace of [near, far]) {
      ip("netns", "add", namespace);
      ip("-n", namespace, "link", "set", "lo", "up");
    }
    ip("-n", near, "link", "add", "inside", "type", "veth", "peer", "name", "outside", "netns", far);
    ip("-n", near, "address", "add", "10.99.0.1/24", "dev", "inside");
    ip("-n", far, "address", "add", "10.99.0.2/24", "dev", "outside");
    ip("-n", far, "address", "add", "198.51.100.7/32", "dev", "lo");
    ip("-n", near, "link", "set", "inside", "up");
    ip("-n", far, "link", "set", "outside", "up");
    ip("-n", near, "rule", "add", "fwmark", "9", "lookup", "77");
    ip("-n", near, "route", "add", "198.51.100.0/24", "via", "10.99.0.2", "table", "77");
    const switches = ["all", "inside"].map((name) => `net.ipv4.conf.${name}.rp_filter=0`);
    ip("netns", "exec", near, "sysctl", "-qw", ...switches);
    const serving = spawn("ip", inside(far, script, "serve"), { stdio: ["ignore", "pipe", "inherit"] });
    server = serving;
    await once(serving.stdout, "data");
    const { stdout } = await promisify(execFile)("ip", inside(near, script, "probe"));
    expect(JSON.parse(stdout)).toEqual({
      plain: ["unreachable", "unreachable", "unreachable"],
      marked: ["ok", "ok", "ok"],
      device: ["ok", "ok"],
      otherDevice: [true, true, true],
    });
  });
});

test("a stream by the C library carries what is written before it is connected, and tells of a refusal", async () => {
  if (!isRoot) return;
  const port = await listen((socket) => socket.pipe(socket));
  const socket = openStream(at(port, { mark: 1 }));
  closing.push(() => socket.destroy());
  socket.write("hello");
  expect(await new Promise((resolve) => socket.once("data", (bytes: Buffer) => resolve(bytes.toString())))).toBe(
    "hello",
  );
  const free = await listen(() => {});
  closing.pop()?.();
  const refused = openStream(at(free, { mark: 1 }));
  const code = await new Promise((resolve) =>
    refused.once("error", (error: NodeJS.ErrnoException) => resolve(error.code)),
  );
  expect(code).toBe("ECONNREFUSED");
});
