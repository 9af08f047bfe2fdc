import { type ChildProcess, spawn } from "node:child_process";
import { cp, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connectAgent, event, TOKEN } from "../testing/agent.ts";
import { PASSWORD, temporaryFolder, until } from "../testing/hub.ts";

/** The hub as its own process, by its command line; slow because every start is a real one. */

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const children: ChildProcess[] = [];

/** Made once by `baton hub init` and copied: making a database is most of a first start. */
let seed: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  seed = await temporaryFolder();
  expect(await hub("init", "--data-dir", seed.path).ended).toBe(0);
  children.length = 0;
});
afterAll(() => seed.remove());
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const name of ["data", "other"]) await cp(seed.path, join(folder.path, name), { recursive: true });
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
    }
  }
  await folder.remove();
});

const hub = (...args: string[]) => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let text = "";
  child.stdout.on("data", (data: Buffer) => {
    text += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    text += data;
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, text: () => text };
};

const running = async (...args: string[]) => {
  const one = hub("run", "--data-dir", join(folder.path, "data"), "--listen", "127.0.0.1:0", ...args);
  const url = await until("the hub listens", () => /listening url=(\S+)/.exec(one.text())?.[1] ?? null).catch(
    (cause: unknown) => {
      throw new Error(`${String(cause)}\n${one.text()}`);
    },
  );
  return { ...one, url };
};

const post = async (url: string, body: object, headers: Record<string, string> = {}) => {
  const json = { "content-type": "application/json", ...headers };
  return fetch(url, { method: "POST", headers: json, body: JSON.stringify(body) });
};

test("killed in the middle of storing, the hub comes back with every acked event, each once", async () => {
  const file = join(folder.path, "enrolment.json");
  await writeFile(file, JSON.stringify({ lvs1: TOKEN }), { mode: 0o600 });
  const first = await running("--enrolment-file", file);
  const link = /(\S+)\/setup#(\S+)/.exec(first.text());
  const setup = await post(`${first.url}/api/v1/setup`, { token: link?.[2], name: "ann", password: PASSWORD });
  const cookie = setup.headers.get("set-cookie")?.split(";")[0] ?? "";
  await expect(stat(join(folder.path, "data", "setup-link"))).rejects.toThrow("ENOENT");
  const key = "k".repeat(43);
  await post(`${first.url}/api/v1/agents/enrol`, { token: TOKEN, node: "lvs1", roles: ["director"], key });

  const agent = await connectAgent(first.url, "lvs1", key);
  await agent.hello();
  let acked = 0;
  const sending = (async () => {
    for (let seq = 1; seq < 10_000; seq += 5) {
      const batch = [0, 1, 2, 3, 4].map((offset) => event(seq + offset));
      acked = (await agent.events(batch)).committed.seq;
    }
  })().catch(() => {});
  await until("some acks", () => (acked >= 100 ? true : null));
  first.child.kill("SIGKILL");
  await first.ended;
  agent.close();
  await sending;

  const second = await running("--enrolment-file", file);
  expect(second.text()).not.toContain("/setup#");
  const again = await connectAgent(second.url, "lvs1", key);
  await again.hello();
  const stored = async () => {
    const page = await fetch(`${second.url}/api/v1/events?after=0&limit=1000`, { headers: { cookie } });
    return ((await page.json()) as { events: { seq: number }[] }).events.map(({ seq }) => seq);
  };
  expect(await stored()).toEqual(expect.arrayContaining(Array.from({ length: acked }, (_, i) => i + 1)));
  await again.events(Array.from({ length: 20 }, (_, i) => event(Math.max(1, acked - 9) + i)));
  const all = await stored();
  expect(all).toEqual([...new Set(all)]);
  expect(Math.max(...all)).toBe(all.length);
  again.close();
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  await expect(stat(join(folder.path, "data", "hub.lock"))).rejects.toThrow("ENOENT");
});

test("a second hub on the same folder, a taken port and a careless file are refused with a sentence", async () => {
  const first = await running();
  const same = hub("run", "--data-dir", join(folder.path, "data"), "--listen", "127.0.0.1:0");
  expect(await same.ended).toBe(1);
  expect(same.text()).toMatch(/^baton hub: another hub \(process \d+\) uses /);

  const taken = hub("run", "--data-dir", join(folder.path, "other"), "--listen", new URL(first.url).host);
  expect(await taken.ended).toBe(1);
  expect(taken.text()).toContain("is taken by another program");

  const file = join(folder.path, "open.json");
  await writeFile(file, JSON.stringify({ lvs1: TOKEN }), { mode: 0o644 });
  const careless = hub("run", "--data-dir", join(folder.path, "third"), "--enrolment-file", file);
  expect(await careless.ended).toBe(1);
  expect(careless.text()).toContain("chmod 600");
  expect(careless.text()).not.toContain(TOKEN);

  first.child.kill("SIGINT");
  expect(await first.ended).toBe(0);
  const port = Number(new URL(first.url).port);
  await expect(
    new Promise((resolve, reject) => connect(port, "127.0.0.1").on("connect", resolve).on("error", reject)),
  ).rejects.toThrow("ECONNREFUSED");
});
