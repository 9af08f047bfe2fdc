import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { MysqlCheck } from "@baton/shared/config/model-checks.ts";
import { escape as quoteSql } from "mysql2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mariadb, mariadbMissing, startMariadb } from "./mariadb.testing.ts";
import { probeMysql } from "./mysql.ts";

/** MYSQL_CHECK against a MariaDB and its replica, and against servers that only pretend. */

const reason = mariadbMissing();
if (reason) console.warn(`skipped: ${reason}`);

const PASSWORD = "p'a\"s s#w\\rd";
const never = new AbortController().signal;
let folder = "";
let file = "";

const check = (connectPort: number, changes: Partial<MysqlCheck> = {}): MysqlCheck => ({
  kind: "MYSQL_CHECK",
  connectAddress: "127.0.0.1",
  connectPort,
  bindAddress: null,
  connectTimeout: millis(5000),
  retry: 0,
  delayBeforeRetry: millis(0),
  delayLoop: millis(1000),
  warmup: millis(0),
  defaultsFile: file,
  query: null,
  requireWritable: false,
  requireReplication: false,
  maxLag: null,
  weightByLag: null,
  tls: "off",
  tlsCa: null,
  ...changes,
});

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "baton-check-"));
  file = path.join(folder, "check.cnf");
  writeFileSync(file, `[client]\nuser = checker\npassword = "p'a"s s#w\\\\rd"\n`, { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An authority of our own, a certificate that it signed, and an authority that has nothing to do with either. */
const makeCertificates = (): void => {
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "ignore" });
  const authority = (name: string) =>
    openssl(
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${name}`],
      ...["-keyout", `${name}.key`, "-out", `${name}.pem`],
    );
  authority("ca");
  authority("other");
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db1", "-keyout", "db1.key", "-out", "db1.csr");
  openssl(
    ...["x509", "-req", "-in", "db1.csr", "-CA", "ca.pem", "-CAkey", "ca.key"],
    ...["-CAcreateserial", "-days", "1", "-out", "db1.pem"],
  );
  chmodSync(folder, 0o755);
  chmodSync(path.join(folder, "db1.key"), 0o644);
};

describe.skipIf(reason !== null)("a MySQL probe of a pair", () => {
  let source: Mariadb;
  let replica: Mariadb;
  const lag = { weightByLag: { fullUntil: 2, zeroFrom: 30, hysteresis: 2 } };

  beforeAll(async () => {
    const checker = `CREATE USER checker@127.0.0.1 IDENTIFIED BY ${quoteSql(PASSWORD)}`;
    makeCertificates();
    const tls = { "ssl-ca": `${folder}/ca.pem`, "ssl-cert": `${folder}/db1.pem`, "ssl-key": `${folder}/db1.key` };
    source = await startMariadb(
      1,
      [
        "CREATE USER copy@127.0.0.1 IDENTIFIED BY 'copy'; GRANT REPLICATION SLAVE ON *.* TO copy@127.0.0.1;",
        "CREATE DATABASE IF NOT EXISTS shop; CREATE TABLE shop.t (id INT PRIMARY KEY);",
      ],
      tls,
    );
    const login = `MASTER_HOST='127.0.0.1', MASTER_PORT=${source.port}, MASTER_USER='copy', MASTER_PASSWORD='copy'`;
    replica = await startMariadb(2, [
      "CREATE DATABASE IF NOT EXISTS shop; CREATE TABLE shop.t (id INT PRIMARY KEY);",
      `CHANGE MASTER TO ${login}, MASTER_CONNECT_RETRY=1, MASTER_DELAY=3600; START SLAVE;`,
    ]);
    await source.local(checker, "GRANT SLAVE MONITOR ON *.* TO checker@127.0.0.1");
    await replica.local(checker);
  }, 150_000);
  afterAll(async () => {
    await source?.remove();
    await replica?.remove();
  });

  test("logs in with the file's password and leaves no aborted connection behind", async () => {
    for (let i = 0; i < 5; i++) expect(await probeMysql(check(source.port), never)).toEqual({ ok: true });
    const [row] = await source.query("SHOW GLOBAL STATUS LIKE 'Aborted_c%'");
    expect(row?.Value).toBe("0");
    expect(source.log()).not.toContain("Aborted");
  });

  test("a refused password is the server's own sentence, without the password", async () => {
    const wrong = path.join(folder, "wrong.cnf");
    writeFileSync(wrong, "[client]\nuser=checker\npassword=not-this-one\n");
    const outcome = await probeMysql(check(source.port, { defaultsFile: wrong }), never);
    expect(outcome).toMatchObject({ ok: false, kind: "answer" });
    expect(JSON.stringify(outcome)).toContain("Access denied for user 'checker'");
    expect(JSON.stringify(outcome)).not.toContain("not-this-one");
    expect(JSON.stringify(outcome)).not.toContain(PASSWORD);
  });

  test("a query has to succeed", async () => {
    expect(await probeMysql(check(source.port, { query: "SELECT 1" }), never)).toEqual({ ok: true });
    expect(await probeMysql(check(source.port, { query: "SELECT * FROM mysql.user" }), never)).toMatchObject({
      ok: false,
      kind: "answer",
    });
  });

  test("read_only is seen at the next look", async () => {
    const writable = check(source.port, { requireWritable: true });
    expect(await probeMysql(writable, never)).toEqual({ ok: true });
    await source.query("SET GLOBAL read_only = ON");
    expect(await probeMysql(writable, never)).toEqual({ ok: false, kind: "answer", reason: "the server is read only" });
    await source.query("SET GLOBAL read_only = OFF");
    expect(await probeMysql(writable, never)).toEqual({ ok: true });
  });

  test("without the right to look replication can't be judged, and is said so; the weight stays", async () => {
    expect(await probeMysql(check(replica.port, { requireReplication: true }), never)).toMatchObject({
      ok: false,
      reason: "no right to see the replication status",
    });
    expect(await probeMysql(check(replica.port, lag), never)).toEqual({ ok: true, lagSeconds: 0 });
    await replica.local("GRANT SLAVE MONITOR ON *.* TO checker@127.0.0.1");
  });

  test("a real lag is measured, limited, and gone when it has caught up", async () => {
    const required = check(replica.port, { requireReplication: true, maxLag: 1, ...lag });
    await expect.poll(() => probeMysql(required, never)).toEqual({ ok: true, lagSeconds: 0 });
    await source.query("INSERT INTO shop.t VALUES (1)");
    const outcomeOf = (at: MysqlCheck) => probeMysql(at, never);
    await expect
      .poll(() => outcomeOf(required))
      .toMatchObject({ reason: expect.stringMatching(/^replication lag \d+ s; at most 1 s are allowed$/) });
    const weighed = await outcomeOf(check(replica.port, lag));
    expect(weighed).toMatchObject({ ok: true, lagSeconds: expect.any(Number) });
    await replica.query("STOP SLAVE");
    expect(await outcomeOf(check(replica.port, lag))).toEqual({ ok: true, lagSeconds: 30 });
    expect(await outcomeOf(required)).toMatchObject({ reason: expect.stringContaining("is not running") });
    await replica.query("CHANGE MASTER TO MASTER_DELAY=0");
    await replica.query("START SLAVE");
    await expect.poll(() => outcomeOf(required)).toEqual({ ok: true, lagSeconds: 0 });
  });

  test("while it takes writes, no other may; one that can't be asked does not count", async () => {
    const [here, there] = [source.port, replica.port].map((port) => ({ address: "127.0.0.1", port }));
    const alone = check(source.port, { otherWriters: there ? [there] : [] });
    expect(await probeMysql(alone, never)).toMatchObject({
      ok: false,
      kind: "answer",
      reason: `127.0.0.1:${replica.port} takes writes too`,
    });
    await replica.query("SET GLOBAL read_only = ON");
    expect(await probeMysql(alone, never)).toEqual({ ok: true });
    expect(await probeMysql(check(replica.port, { otherWriters: here ? [here] : [] }), never)).toEqual({ ok: true });
    const dead = check(source.port, { otherWriters: [{ address: "127.0.0.1", port: 1 }] });
    expect(await probeMysql(dead, never)).toEqual({ ok: true });
    await replica.query("SET GLOBAL read_only = OFF");
  });

  test("over TLS, with a certificate that is checked against its own authority and no other", async () => {
    await source.local("CREATE USER secure@127.0.0.1 IDENTIFIED BY 'secret' REQUIRE SSL");
    const secureFile = path.join(folder, "secure.cnf");
    writeFileSync(secureFile, "[client]\nuser=secure\npassword=secret\n");
    const secure = (changes: Partial<MysqlCheck>) =>
      probeMysql(check(source.port, { defaultsFile: secureFile, ...changes }), never);
    expect(await secure({ tls: "verify", tlsCa: path.join(folder, "ca.pem") })).toEqual({ ok: true });
    const named = { tls: "verify", tlsCa: path.join(folder, "ca.pem") } as const;
    expect(await secure({ ...named, tlsServerName: "db1" })).toEqual({ ok: true });
    expect(await secure({ ...named, tlsServerName: "db2" })).toMatchObject({ ok: false });
    expect(await secure({ tls: "on" })).toEqual({ ok: true });
    expect(await secure({ tls: "verify", tlsCa: path.join(folder, "other.pem") })).toMatchObject({ ok: false });
    expect(await secure({ tls: "verify" })).toMatchObject({ ok: false });
    expect(await secure({ tls: "off" })).toMatchObject({ ok: false, kind: "answer" });
  });

  test("a server that is no replica has no lag, and fails where replication is required", async () => {
    expect(await probeMysql(check(source.port, lag), never)).toEqual({ ok: true, lagSeconds: 0 });
    expect(await probeMysql(check(source.port, { requireReplication: true }), never)).toMatchObject({
      reason: "this server is no replica of anything",
    });
  });

  test("a killed server is refused, and TLS that it has not is said so", async () => {
    expect(await probeMysql(check(replica.port, { tls: "verify" }), never)).toMatchObject({ ok: false });
    await replica.stop();
    expect(await probeMysql(check(replica.port), never)).toMatchObject({ ok: false, kind: "refused" });
  });
});

describe("a server that only pretends", () => {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const listen = (onSocket: (socket: Socket) => void): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((socket) => {
        sockets.add(socket.on("error", () => {}));
        onSocket(socket);
      });
      servers.push(server);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  test.each<[string, (socket: Socket) => void]>([
    ["accepts and says nothing", () => {}],
    ["resets", (socket) => socket.resetAndDestroy()],
    ["hangs up", (socket) => socket.end()],
    ["speaks HTTP", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["announces a packet of 16 MB and dribbles", (socket) => socket.write(Buffer.from([0xff, 0xff, 0xff, 0, 10]))],
    ["says nonsense", (socket) => socket.write(Buffer.alloc(4096, 0xa5))],
    ["says it is full", (socket) => socket.end(Buffer.from("\x17\0\0\0\xff\x10\x04Too many connections", "latin1"))],
  ])("%s", async (_, onSocket) => {
    const began = performance.now();
    const outcome = await probeMysql(check(await listen(onSocket), { connectTimeout: millis(400) }), never);
    expect(outcome).toMatchObject({ ok: false });
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test("without a file, or with one that is none, the sentence names it", async () => {
    const port = await listen(() => {});
    const absent = await probeMysql(check(port, { defaultsFile: "/nonexistent/check.cnf" }), never);
    expect(absent).toMatchObject({ ok: false, reason: expect.stringContaining("/nonexistent/check.cnf") });
    writeFileSync(path.join(folder, "empty.cnf"), "");
    const empty = await probeMysql(check(port, { defaultsFile: path.join(folder, "empty.cnf") }), never);
    expect(empty).toMatchObject({ reason: `${folder}/empty.cnf: [client] has no user` });
  });
});
