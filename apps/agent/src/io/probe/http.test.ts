import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createRawServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { CheckedPattern, CheckedUrl, HttpCheck } from "@baton/shared/config/model-checks.ts";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { certificateContext } from "./client-certificate.ts";
import { probeHttp } from "./http.ts";

const page = (changes: Partial<CheckedUrl> = {}): CheckedUrl => ({
  path: "/",
  statusCodes: [{ from: 200, to: 299 }],
  digest: null,
  virtualHost: null,
  ...changes,
});
const check = (connectPort: number, urls: HttpCheck["urls"], changes: Partial<HttpCheck> = {}): HttpCheck => ({
  kind: "HTTP_GET",
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(500),
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
  urls,
  serverName: null,
  ...changes,
});

const never = new AbortController().signal;
const servers: Server[] = [];
const sockets = new Set<Socket>();

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    servers.push(server);
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener));

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) server.close();
});

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

describe("an HTTP probe", () => {
  test("asks for every page with its own host name, one connection each", async () => {
    const asked: string[] = [];
    const port = await serve((request, response) => {
      const { host, connection } = request.headers;
      asked.push(`${request.method} ${request.httpVersion} ${host} ${request.url} ${connection}`);
      response.end("well");
    });
    const urls = [page({ path: "/a?b=1", digest: md5("well") }), page({ virtualHost: "db.example.org" })] as const;
    expect(await probeHttp(check(port, [...urls]), never)).toEqual({ ok: true });
    expect(asked).toEqual([`GET 1.0 127.0.0.1:${port} /a?b=1 undefined`, "GET 1.0 db.example.org / undefined"]);
    asked.length = 0;
    for (const protocol of ["1.0C", "1.1"] as const) await probeHttp(check(port, [page()], { protocol }), never);
    expect(asked).toEqual([`GET 1.0 127.0.0.1:${port} / close`, `GET 1.1 127.0.0.1:${port} / close`]);
  });

  test("fails by the first page that is not as described, and names it", async () => {
    const port = await serve((request, response) => {
      response.statusCode = request.url === "/b" ? 503 : 200;
      response.end("other");
    });
    const at = (...urls: HttpCheck["urls"]) => probeHttp(check(port, urls), never);
    expect(await at(page({ path: "/a" }), page({ path: "/b" }))).toEqual({
      ok: false,
      kind: "answer",
      reason: "/b: status 503",
    });
    expect(await at(page({ path: "/b", statusCodes: [{ from: 503, to: 503 }] }))).toEqual({ ok: true });
    expect(await at(page({ digest: md5("well") }))).toMatchObject({
      reason: `/: the digest is ${md5("other")}, not ${md5("well")}`,
    });
  });

  test("comes from the address it is bound to, and says when nobody listens", async () => {
    const from: string[] = [];
    const port = await serve((request, response) => {
      from.push(request.socket.remoteAddress ?? "");
      response.end();
    });
    expect(await probeHttp(check(port, [page()], { bindAddress: "127.0.0.9" }), never)).toEqual({ ok: true });
    expect(from).toEqual(["127.0.0.9"]);
    servers.splice(0).forEach((server) => {
      server.close();
    });
    expect(await probeHttp(check(port, [page()]), never)).toMatchObject({
      kind: "refused",
      reason: "/: connection refused",
    });
  });
});

describe("a pattern", () => {
  const pattern = (source: string, changes: Partial<CheckedPattern> = {}): CheckedPattern => ({
    source,
    flags: "",
    firstLine: false,
    matches: true,
    minOffset: 0,
    maxOffset: 262_144,
    ...changes,
  });
  const found = (at: number, wanted: CheckedPattern) => probeHttp(check(at, [page({ pattern: wanted })]), never);
  const NOT_FOUND = { ok: false, kind: "answer", reason: "/: the pattern is not found" };

  test("is looked for in the page, from where to where it says", async () => {
    const port = await serve((_, response) => response.end("status: well\nload: 3 \u00e9"));
    expect(await found(port, pattern("^load: \\d", { flags: "m" }))).toEqual({ ok: true });
    expect(await found(port, pattern("^load: \\d"))).toEqual(NOT_FOUND);
    expect(await found(port, pattern("l", { minOffset: 11, firstLine: true }))).toEqual({ ok: true });
    expect(await found(port, pattern("l", { minOffset: 12, firstLine: true }))).toEqual(NOT_FOUND);
    expect(await found(port, pattern("load", { maxOffset: 12 }))).toEqual(NOT_FOUND);
    expect(await found(port, pattern("load", { maxOffset: 13 }))).toEqual({ ok: true });
    expect(await found(port, pattern("3 .$", { flags: "u" }))).toEqual({ ok: true });
    expect(await found(port, pattern("3 ..$"))).toEqual({ ok: true });
    expect(await found(port, pattern("sick", { matches: false }))).toEqual({ ok: true });
    expect(await found(port, pattern("well", { matches: false }))).toMatchObject({ reason: "/: the pattern is found" });
  });

  test("that goes astray on a page made for it is given up, and so is a page without end", async () => {
    const port = await serve((_, response) => response.end(`${"a".repeat(5000)}!`));
    const began = performance.now();
    expect(await found(port, pattern("(a+)+$"))).toMatchObject({
      ok: false,
      reason: "/: searching for the pattern takes more than 50 ms",
    });
    expect(performance.now() - began).toBeLessThan(2000);
    const endless = await serve((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write("x".repeat(65_536), more);
      };
      more();
    });
    expect(await found(endless, pattern("y"))).toEqual(NOT_FOUND);
  });
});

describe("a server that means harm", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ["accepts and says nothing", () => {}, "timeout"],
    ["resets", (socket) => socket.resetAndDestroy(), "reset"],
    ["speaks another language", (socket) => socket.write("SSH-2.0-x\r\n"), "other"],
    ["sends a header without end", (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(1 << 20)}`), "other"],
    ["ends within the header", (socket) => socket.end("HTTP/1.1 200"), "reset"],
  ])("%s", async (_, onSocket, kind) => {
    const port = await listen(createRawServer((socket) => onSocket(socket.on("error", () => {}))));
    expect(await probeHttp(check(port, [page()]), never)).toMatchObject({ ok: false, kind });
  });

  test("sends without end: the status is enough, and a digest is not waited for for ever", async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      const chunk = Buffer.alloc(1 << 20);
      const more = (): void => {
        sent += chunk.length;
        if (!response.destroyed) response.write(chunk, more);
      };
      more();
    });
    expect(await probeHttp(check(port, [page()]), never)).toEqual({ ok: true });
    const wanted = check(port, [page({ digest: md5("") })], { connectTimeout: millis(5000) });
    expect(await probeHttp(wanted, never)).toMatchObject({
      ok: false,
      reason: "/: the body has more than 16777216 bytes",
    });
    expect(sent).toBeLessThan(64 << 20);
  });

  test("dribbles: the time is for the whole page", async () => {
    const port = await serve((_, response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.once("close", () => clearInterval(timer));
    });
    const began = performance.now();
    expect(await probeHttp(check(port, [page({ digest: md5("x") })]), never)).toMatchObject({ kind: "timeout" });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("an HTTPS probe", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "baton-tls-"));
  const [key, cert] = [path.join(folder, "key"), path.join(folder, "cert")];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-subj", "/CN=x", "-days", "1"],
    { stdio: "ignore" },
  );
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  afterAll(() => rmSync(folder, { recursive: true }));
  const secure = (urls: HttpCheck["urls"], port: number, changes: Partial<HttpCheck> = {}) =>
    check(port, urls, { kind: "SSL_GET", ...changes });

  test("takes any certificate and sends the server name it is told to, the page's own, or none", async () => {
    const names: unknown[] = [];
    const port = await listen(
      createTlsServer(tls, (request, response) => {
        names.push("servername" in request.socket ? request.socket.servername : "?");
        response.end();
      }),
    );
    expect(await probeHttp(secure([page()], port), never)).toEqual({ ok: true });
    expect(await probeHttp(secure([page()], port, { serverName: "db.example.org" }), never)).toEqual({ ok: true });
    const own = [page({ serverName: "a.example" }), page({ serverName: "b.example" })] as const;
    expect(await probeHttp(secure([...own], port), never)).toEqual({ ok: true });
    expect(names).toEqual([false, "db.example.org", "a.example", "b.example"]);
    expect(await probeHttp(check(port, [page()]), never)).toMatchObject({ ok: false });
  });

  test("shows a certificate to a server that asks for one, and names the file that is missing", async () => {
    const port = await listen(
      createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true, ca: tls.cert }, (_, response) => {
        response.end();
      }),
    );
    const settings = { certificate: cert, key, ca: null, password: null };
    expect(await probeHttp(secure([page()], port), never)).toMatchObject({ ok: false });
    expect(await probeHttp(secure([page()], port), never, certificateContext(settings))).toEqual({ ok: true });
    const absent = certificateContext({ ...settings, key: "/nonexistent/key.pem" });
    expect(await probeHttp(secure([page()], port), never, absent)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("/nonexistent/key.pem"),
    });
  });

  test("says good-bye by TLS only where the page asks for it, as openssl's server sees it", async () => {
    const argv = ["s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", cert, "-www", "-msg"];
    const server = spawn("openssl", argv, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const says = (words: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = words.exec(said);
          if (found) resolve(found);
        };
        server.stdout.on("data", look);
        look();
      });
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    try {
      const [, port] = await says(/ACCEPT 127\.0\.0\.1:(\d+)/);
      const wait = { connectTimeout: millis(5000) };
      expect(await probeHttp(secure([page()], Number(port), wait), never)).toEqual({ ok: true });
      expect(await probeHttp(secure([page({ closesTls: true })], Number(port), wait), never)).toEqual({ ok: true });
      await says(/<<<.*close_notify/);
      // One that came from the first probe would stand before the second one's first words.
      expect(said.split("ClientHello").map((part) => /<<<.*close_notify/.test(part))).toEqual([false, false, true]);
    } finally {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    }
  });

  test.each<[string, (socket: Socket) => void]>([
    ["speaks no TLS", (socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n")],
    ["says hello and hangs", (socket) => socket.write(Buffer.from([0x16, 3, 3, 0, 80]))],
    ["resets", (socket) => socket.resetAndDestroy()],
  ])("a server that %s", async (_, onSocket) => {
    const port = await listen(createRawServer((socket) => onSocket(socket.on("error", () => {}))));
    expect(await probeHttp(secure([page()], port), never)).toMatchObject({ ok: false });
  });
});
