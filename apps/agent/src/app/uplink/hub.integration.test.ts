import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runBaton, startBaton } from "../../cli/cli.testing.ts";
import { until } from "../../testing/until.ts";

/** The agent against the real hub, on loopback: nothing an agent saw may be lost, whoever dies. */
const HUB = fileURLToPath(new URL("../../../../api/out/hub.mjs", import.meta.url));
const missing = existsSync(HUB) ? null : "the hub's bundle apps/api/out/hub.mjs is not built";
if (missing) console.warn(`skipped: ${missing}`);

const TOKEN = "integration-token-0123456789";
let dir = "";
let url = "";
let hub: ChildProcess | null = null;
let cookie = "";

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const startHub = async (): Promise<void> => {
  const args = [
    "run",
    "--data-dir",
    join(dir, "hub"),
    "--listen",
    new URL(url).host,
    "--enrolment-file",
    join(dir, "enrol.json"),
  ];
  hub = spawn(process.execPath, [HUB, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  await until("the hub", async () => (await fetch(`${url}/api/v1/session`).catch(() => null))?.ok === true);
};
const killHub = async (): Promise<void> => {
  const dead = new Promise((resolve) => hub?.once("close", resolve));
  hub?.kill("SIGKILL");
  await dead;
  hub = null;
};

const logIn = async (): Promise<void> => {
  const link = readFileSync(join(dir, "hub", "setup-link"), "utf8").trim();
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ token: link.split("#")[1], name: "ann", password: "a long enough password" }),
  });
  expect(answer.ok).toBe(true);
  cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
};

interface Listed {
  readonly kind: string;
  readonly boot: string;
  readonly seq: number;
}
const events = async (node: string): Promise<readonly Listed[]> => {
  const answer = await fetch(`${url}/api/v1/events?node=${node}&after=0&limit=1000`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { events: Listed[] }).events;
};

beforeAll(async () => {
  if (missing) return;
  dir = mkdtempSync(join(tmpdir(), "bag-hub-"));
  url = `http://127.0.0.1:${await freePort()}`;
  writeFileSync(join(dir, "enrol.json"), JSON.stringify({ n1: TOKEN }), { mode: 0o600 });
  writeFileSync(join(dir, "token"), `${TOKEN}\n`, { mode: 0o600 });
  await startHub();
  await logIn();
}, 150_000);
afterAll(async () => {
  if (hub) await killHub();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

const status = async (state: string) => {
  const { out } = await runBaton(null, ["agent", "status", "--json", "--state-dir", state]);
  return out === "" ? null : JSON.parse(out);
};

test.skipIf(missing)(
  "events of a time without hub, and of a killed uplink, all arrive once",
  async () => {
    const state = join(dir, "n1");
    const args = [
      "--role",
      "witness",
      "--name",
      "n1",
      "--hub",
      url,
      "--state-dir",
      state,
      "--enrolment-token-file",
      join(dir, "token"),
    ];
    const agent = startBaton(null, ["agent", "run", ...args]);
    try {
      await until("the connection", () => agent.err().includes("connected to the hub"));
      expect(statSync(join(state, "hub-key.json")).mode & 0o777).toBe(0o600);

      await killHub();
      await until("the loss noticed", () => agent.err().includes("lost the hub"));
      const { pid: witness } = (await status(state)).picture.facts["process witness"];
      process.kill(witness, "SIGKILL");
      await until("an event on disk", () =>
        readFileSync(join(state, "outbox.jsonl"), "utf8").includes("process.exited"),
      );
      const { pid: uplink } = (await status(state)).picture.facts["process uplink"];
      process.kill(uplink, "SIGKILL");
      await until(
        "both events on disk",
        () => readFileSync(join(state, "outbox.jsonl"), "utf8").split("process.exited").length === 3,
      );

      await startHub();
      await until("the events committed", async () => (await status(state))?.hub?.waitingEvents === 0);
      const listed = await events("n1");
      expect(listed.map(({ kind }) => kind)).toEqual(["agent.started", "process.exited", "process.exited"]);
      expect(listed.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(readFileSync(join(state, "outbox.jsonl"), "utf8")).toBe("");
      expect(agent.err().match(/can't reach the hub/g)?.length ?? 0).toBeLessThanOrEqual(2);

      agent.child.kill("SIGTERM");
      expect(await agent.ended).toBe(0);
      await until("the last event", async () => (await events("n1")).at(-1)?.kind === "agent.stopping");
    } finally {
      agent.child.kill("SIGTERM");
      await agent.ended;
    }
  },
  240_000,
);
