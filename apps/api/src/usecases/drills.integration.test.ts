import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { masterRouter, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { prismaDrillStore } from "../adapters/prisma/drill-store.ts";
import { DRILL_TIMES } from "../domain/drill/state.ts";
import { connectAgent, enrolNode, probeReport, type TestAgent } from "../testing/agent.ts";
import {
  openTestDatabase,
  type Person,
  setUpAdmin,
  startTestHub,
  type TestDatabase,
  type TestHub,
  until,
} from "../testing/hub.ts";

const TOKENS = { lvs1: "token-of-lvs1-000000", lvs2: "token-of-lvs2-000000", client: "token-of-client-0000" };

let database: TestDatabase;
let hub: TestHub;
let ann: Person;
let lvs1: TestAgent;
let lvs2: TestAgent;
let client: TestAgent;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const confirm = (agent: TestAgent) =>
  agent.delta({ op: "confirm", source: "vrrp", at: Date.now() }, { op: "confirm", source: "services", at: Date.now() });

/** Two directors and a witness over real connections; the kernel's part is played here. */
beforeEach(async () => {
  hub = await startTestHub(database.client, { enrolmentTokens: TOKENS });
  ann = await setUpAdmin(hub, database.client);
  const join = async (name: keyof typeof TOKENS) =>
    connectAgent(hub.url, name, await enrolNode(hub, name, TOKENS[name]), `boot-${name}`);
  [lvs1, lvs2, client] = [await join("lvs1"), await join("lvs2"), await join("client")];
  await Promise.all([lvs1.hello(), lvs2.hello(), client.hello({ roles: ["witness"] })]);
  lvs1.snapshot([masterRouter(), virtualServer()]);
  lvs2.snapshot([virtualRouter(), virtualServer()]);
  client.snapshot([], ["witness"]);
  await until("all are seen", async () =>
    (await get("drills/preflight?instance=VI_1")).blockers.length === 0 ? true : null,
  );
});
afterEach(async () => {
  for (const agent of [lvs1, lvs2, client]) agent.close();
  await hub.close();
  await database.empty();
});

const get = async (path: string) => (await hub.http.inject({ url: `/api/v1/${path}`, headers: ann.headers })).json();
const post = (path: string, payload: object) =>
  hub.http.inject({ method: "POST", url: `/api/v1/${path}`, headers: ann.headers, payload });
const start = async (handBack = false): Promise<Drill> =>
  (await post("drills", { instance: "VI_1", reason: "monthly", handBack })).json();
const ended = (id: string, ms = 15_000): Promise<Drill> =>
  until(
    "the drill's end",
    async () => {
      const drill: Drill = await get(`drills/${id}`);
      return drill.state === "ended" ? drill : null;
    },
    ms,
  );

const witnessMeasures = (gap: number) =>
  client.onCommand(({ body }) =>
    body.kind === "probe-stop" ? { evidence: probeReport(body.probeId, gap) } : { message: "probing" },
  );

/** lvs2 obeys, and the pair's kernels follow: make before break. */
const pairObeys = () =>
  lvs2.onCommand(({ body }) => {
    if (body.kind === "takeover") {
      lvs2.set(masterRouter());
      lvs1.set(virtualRouter());
    } else {
      lvs1.set(masterRouter());
      lvs2.set(virtualRouter());
    }
    return {};
  });

test("a drill moves the VIP, measures, is audited first and can be released", async () => {
  witnessMeasures(12);
  pairObeys();
  const begun = await start();
  expect(begun).toMatchObject({ state: "preflight", from: "lvs1", to: "lvs2", witness: "client", requestedBy: "ann" });
  const drill = await ended(begun.id);
  expect(drill).toMatchObject({ outcome: "passed", problem: null, report: { longestGapMs: 12 } });
  expect(await database.client.drill.findUnique({ where: { id: drill.id } })).toMatchObject({ outcome: "passed" });
  const actions = (await get("audit")).map(({ action }: { action: string }) => action);
  expect(actions.slice(0, 4)).toEqual([
    "command.probe-stop",
    "command.takeover",
    "command.probe-start",
    "drill.requested",
  ]);
  confirm(lvs1);
  confirm(lvs2);
  const released = await post(`drills/${drill.id}/release`, {});
  expect(released.json().steps.at(-1)).toMatchObject({ code: "released", node: "lvs2" });
  await until("handed back", async () =>
    (await get(`drills/${drill.id}`)).steps.at(-1).code === "handed-back" ? true : null,
  );
});

test("with hand back both ways are measured", async () => {
  witnessMeasures(12);
  pairObeys();
  const drill = await ended((await start(true)).id);
  expect(drill).toMatchObject({
    outcome: "passed",
    report: { longestGapMs: 12 },
    handBackReport: { longestGapMs: 12 },
  });
  expect(drill.steps.map(({ code }) => code)).toContain("handed-back");
});

test("a second drill is refused while one runs", async () => {
  witnessMeasures(12);
  pairObeys();
  const [one, two] = await Promise.all([start(), start()]);
  expect([one.outcome, two.outcome].sort()).toEqual([null, "refused"].sort());
  const refused = one.outcome === "refused" ? one : two;
  expect(refused.problem?.code).toBe("drill.running");
  const running = refused === one ? two : one;
  expect((await ended(running.id)).outcome).toBe("passed");
});

test("a refused takeover fails the drill with the agent's own words", async () => {
  witnessMeasures(5);
  lvs2.onCommand(({ body }) =>
    body.kind === "takeover" ? { outcome: "refused", code: "takeover.not-backup", message: "not a\u0000backup" } : {},
  );
  const drill = await ended((await start()).id);
  expect(drill).toMatchObject({
    outcome: "failed",
    problem: { code: "takeover.not-backup", message: expect.stringMatching(/^not a.backup$/) },
    report: { longestGapMs: 5 },
  });
  expect(await prismaDrillStore(database.client).find(drill.id)).toMatchObject({
    problem: { message: "not a\uFFFDbackup" },
  });
});

test("a director that vanishes in the middle interrupts the drill, and the backup is released", async () => {
  witnessMeasures(5);
  const asked: string[] = [];
  lvs2.onCommand(({ body }) => {
    asked.push(body.kind);
    if (body.kind === "takeover") lvs1.close();
    return {};
  });
  const drill = await ended((await start()).id);
  expect(drill).toMatchObject({ outcome: "interrupted", problem: { code: "drill.director-lost" } });
  expect(asked).toEqual(["takeover", "release"]);
});

test("a silent witness does not hang the drill", async () => {
  const drill = await ended((await start()).id, DRILL_TIMES.probeStart + DRILL_TIMES.abandon + 3_000);
  expect(drill).toMatchObject({ outcome: "failed", problem: { code: "drill.no-answer-through-vip" }, report: null });
});

test("an orderly stop of the hub puts everything back and says so", async () => {
  witnessMeasures(5);
  const asked: string[] = [];
  lvs2.onCommand(({ body }) => {
    asked.push(body.kind);
    return {};
  });
  const { id } = await start();
  await until("the takeover", () => (asked.length > 0 ? true : null));
  await hub.close();
  const drill = await prismaDrillStore(database.client).find(id);
  expect(drill).toMatchObject({
    outcome: "interrupted",
    problem: { code: "drill.hub-stopped" },
    report: { probes: 200 },
  });
  expect(asked).toEqual(["takeover", "release"]);
});

test("a restarted hub ends the drill that its crashed forerunner left", async () => {
  const store = prismaDrillStore(database.client);
  client.close();
  const drill = await until("a refused drill", async () => {
    const one = await start();
    return one.outcome === "refused" ? one : null;
  });
  const { id } = drill;
  await store.put({ ...drill, state: "moving", endedAt: null, outcome: null, problem: null });
  await hub.close();
  hub = await startTestHub(database.client);
  expect(await store.find(id)).toMatchObject({
    state: "ended",
    outcome: "interrupted",
    problem: { code: "drill.hub-restarted" },
  });
});
