import { realServer, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connectAgent, enrolNode, type TestAgent } from "../testing/agent.ts";
import {
  openTestDatabase,
  type Person,
  setUpAdmin,
  startTestHub,
  type TestDatabase,
  type TestHub,
  until,
} from "../testing/hub.ts";

const TOKENS = { lvs1: "token-of-lvs1-000000", lvs2: "token-of-lvs2-000000" };
const DB1 = { virtualServer: "TCP 192.168.1.100:3306", realServer: "192.168.1.5:3306", reason: "upgrade" };

let database: TestDatabase;
let hub: TestHub;
let ann: Person;
let lvs1: TestAgent;
let lvs2: TestAgent;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  hub = await startTestHub(database.client, { enrolmentTokens: TOKENS });
  ann = await setUpAdmin(hub, database.client);
  const join = async (name: keyof typeof TOKENS) =>
    connectAgent(hub.url, name, await enrolNode(hub, name, TOKENS[name]), `boot-${name}`);
  [lvs1, lvs2] = [await join("lvs1"), await join("lvs2")];
  await Promise.all([lvs1.hello(), lvs2.hello()]);
  lvs1.snapshot([virtualServer(), realServer("192.168.1.5"), realServer("192.168.1.6")]);
  lvs2.snapshot([virtualServer(), realServer("192.168.1.5"), realServer("192.168.1.6")]);
  await until("both are seen", async () => ((await get("services")).json()[0]?.directors.length === 2 ? true : null));
});
afterEach(async () => {
  for (const agent of [lvs1, lvs2]) agent.close();
  await hub.close();
  await database.empty();
});

const get = (path: string) => hub.http.inject({ url: `/api/v1/${path}`, headers: ann.headers });
const post = (path: string, payload: object, headers: Record<string, string> = ann.headers) =>
  hub.http.inject({ method: "POST", url: `/api/v1/${path}`, headers, payload });

/** The agent's part: holds to the command and tells of it, as the kernel would then be read. */
const obeys = (agent: TestAgent) =>
  agent.onCommand(({ body, requestedBy, reason }) => {
    if (body.kind === "weight") {
      const overridden = { weight: body.weight, requestedBy, reason, until: body.untilMs ?? null };
      agent.set(realServer("192.168.1.5", { weight: body.weight, weightReason: "an operator's", overridden }));
    } else agent.set(realServer("192.168.1.5"));
    return {};
  });

test("a drain reaches every director, is audited first, shown with its end, and taken back", async () => {
  obeys(lvs1);
  obeys(lvs2);
  const before = Date.now();
  const drained = await post("real-servers/drain", { ...DB1, forSeconds: 3600 });
  expect(drained.json()).toEqual({
    directors: ["lvs1", "lvs2"].map((node) => ({
      ...{ node, outcome: "done", code: "", message: "", confirmed: true, weight: 0 },
    })),
  });
  const audit = (await get("audit")).json();
  expect(audit.slice(0, 2)).toMatchObject([
    { who: "ann", action: "command.weight", reason: "upgrade", detail: { realServer: DB1.realServer, weight: 0 } },
    { who: "ann", action: "command.weight", reason: "upgrade" },
  ]);
  const [service] = (await get("services")).json();
  const [, shown] = service.directors;
  expect(shown.realServers[0].overridden).toMatchObject({ weight: 0, requestedBy: "ann", reason: "upgrade" });
  expect(shown.realServers[0].overridden.until).toBeGreaterThanOrEqual(before + 3_500_000);
  const weight = await post("real-servers/weight", { ...DB1, weight: 7, nodes: ["lvs2"] });
  expect(weight.json().directors).toMatchObject([{ node: "lvs2", confirmed: true, weight: 7 }]);
  const restored = await post("real-servers/restore", DB1);
  expect(restored.json().directors).toMatchObject([
    { outcome: "done", confirmed: true, weight: 3 },
    { outcome: "done", confirmed: true, weight: 3 },
  ]);
});

test("each director's own word comes back: refused, not connected, nothing to restore", async () => {
  lvs2.close();
  lvs1.onCommand(({ body }) =>
    body.kind === "weight"
      ? { outcome: "refused", code: "weight.last-server", message: "it is the last" }
      : { outcome: "refused", code: "weight.not-overridden", message: "as configured" },
  );
  await until("lvs2 is gone", async () =>
    JSON.stringify((await get("directors")).json()).includes('"connected":false') ? true : null,
  );
  expect((await post("real-servers/drain", DB1)).json().directors).toMatchObject([
    { node: "lvs1", outcome: "refused", code: "weight.last-server", message: "it is the last", confirmed: false },
    { node: "lvs2", outcome: "failed", code: "command.undeliverable", confirmed: false, weight: 3 },
  ]);
  // Restored already is as good as restored.
  expect((await post("real-servers/restore", { ...DB1, nodes: ["lvs1"] })).json().directors).toMatchObject([
    { outcome: "done", code: "weight.not-overridden", confirmed: true, weight: 3 },
  ]);
});

test("what the kernel does not show is not confirmed", async () => {
  lvs1.onCommand(() => ({}));
  const { directors } = (await post("real-servers/drain", { ...DB1, nodes: ["lvs1"] })).json();
  expect(directors).toMatchObject([{ outcome: "done", confirmed: false, weight: 3 }]);
});

test("the same request id is the same command", async () => {
  const ids: string[] = [];
  lvs1.onCommand(({ id }) => {
    ids.push(id);
    return { outcome: "refused", code: "weight.until-past", message: "" };
  });
  const wish = { ...DB1, nodes: ["lvs1"], requestId: "maintenance-17" };
  await post("real-servers/drain", wish);
  await post("real-servers/drain", wish);
  expect(ids).toEqual(["maintenance-17/lvs1", "maintenance-17/lvs1"]);
});

test("what cannot be meant, or by whom, is a named problem", async () => {
  const { token } = (await post("api-tokens", { name: "grafana", role: "viewer" })).json();
  const viewer = { authorization: `Bearer ${token}` };
  const codes = await Promise.all(
    [
      post("real-servers/weight", { ...DB1, weight: 1, reason: " " }),
      post("real-servers/weight", { ...DB1, weight: 65_536 }),
      post("real-servers/drain", { ...DB1, forSeconds: 0 }),
      post("real-servers/restore", { ...DB1, realServer: "192.168.1.9:3306" }),
      post("real-servers/weight", { ...DB1, weight: 1, nodes: ["lvs9"] }),
      post("real-servers/drain", DB1, viewer),
    ].map(async (reply) => (await reply).json().code),
  );
  expect(codes).toEqual([
    ...["request.invalid", "request.invalid", "request.invalid"],
    ...["weight.no-such-server", "weight.no-such-server", "session.role-too-low"],
  ]);
});
