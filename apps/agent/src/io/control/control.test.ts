import { mkdtempSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askAgent } from "./control-client.ts";
import { type ControlServer, controlPath, openControlServer } from "./control-server.ts";
import { lockStateDir } from "./state-lock.ts";

let dir = "";
let server: ControlServer | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-control-"));
});
afterEach(() => {
  server?.close();
  server = null;
  rmSync(dir, { recursive: true, force: true });
});

test("a line is answered by a line, for root alone", async () => {
  server = await openControlServer(dir, async (line) => line.toUpperCase());
  expect(statSync(controlPath(dir)).mode & 0o777).toBe(0o600);
  expect(await askAgent(dir, "hello", 1000)).toEqual({ ok: true, value: "HELLO" });
});

test("an endless line ends the connection, and the next one is served", async () => {
  server = await openControlServer(dir, async (line) => line);
  const socket = connect(controlPath(dir));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.write("x".repeat(100_000));
  await closed;
  expect(await askAgent(dir, "still there", 1000)).toEqual({ ok: true, value: "still there" });
});

test("without an agent the sentence says so", async () => {
  expect(await askAgent(dir, "x", 1000)).toEqual({
    ok: false,
    error: `no agent is running with the state folder ${dir}`,
  });
});

test("an agent that does not answer is given up on", async () => {
  server = await openControlServer(dir, () => new Promise(() => {}));
  expect(await askAgent(dir, "x", 50)).toMatchObject({ ok: false, error: "the agent did not answer in 0.05 s" });
});

test("a socket left by a crash is no obstacle", async () => {
  const first = await openControlServer(dir, async () => "first");
  server = await openControlServer(dir, async () => "second");
  expect(await askAgent(dir, "x", 1000)).toEqual({ ok: true, value: "second" });
  first.close();
});

test("the state folder has one owner at a time", async () => {
  const mine = await lockStateDir(dir);
  expect(mine).not.toBeNull();
  expect(await lockStateDir(dir)).toBeNull();
  mine?.release();
  const next = await lockStateDir(dir);
  expect(next).not.toBeNull();
  next?.release();
});
