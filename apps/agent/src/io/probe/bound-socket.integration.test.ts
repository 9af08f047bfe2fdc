import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, describe, expect, onTestFinished, test } from "vitest";
import { openStream } from "./bound-socket.ts";
import { at, LoopbackServers } from "./loopback.testing.ts";

const isRoot = process.getuid?.() === 0;

const ip = (...words: string[]): void => {
  execFileSync("ip", words, { stdio: ["ignore", "ignore", "pipe"] });
};

const servers = new LoopbackServers();
afterEach(() => servers.close());

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
  const port = await servers.listen((socket) => socket.pipe(socket));
  const socket = openStream(at(port, { mark: 1 }));
  onTestFinished(() => void socket.destroy());
  socket.write("hello");
  expect(await new Promise((resolve) => socket.once("data", (bytes: Buffer) => resolve(bytes.toString())))).toBe(
    "hello",
  );
  const free = await servers.deserted();
  const refused = openStream(at(free, { mark: 1 }));
  const code = await new Promise((resolve) =>
    refused.once("error", (error: NodeJS.ErrnoException) => resolve(error.code)),
  );
  expect(code).toBe("ECONNREFUSED");
});
