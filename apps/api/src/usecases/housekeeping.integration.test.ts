import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../adapters/clock.ts";
import { prismaAccessStore } from "../adapters/prisma/access-store.ts";
import { prismaAgentStore } from "../adapters/prisma/agent-store.ts";
import { prismaAuditLog } from "../adapters/prisma/audit-log.ts";
import { prismaEventStore } from "../adapters/prisma/event-store.ts";
import { prismaHousekeeper } from "../adapters/prisma/housekeeper.ts";
import { event } from "../testing/agent.ts";
import { openTestDatabase, type TestDatabase } from "../testing/hub.ts";
import { tidyUp } from "./housekeeping.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("the newest rows stay, the rest and what is over goes", async () => {
  const { client } = database;
  const events = prismaEventStore(client);
  await events.append(
    "lvs1",
    [1, 2, 3, 4, 5].map((seq) => event(seq)),
    1,
  );
  const entry = { at: 1, who: "ann", action: "x", target: "", reason: "", detail: {} };
  for (let i = 0; i < 3; i++) await prismaAuditLog(client).record(entry);
  const user = await client.user.create({ data: { name: "ann", role: "admin", passwordHash: "", createdAt: 1n } });
  const access = prismaAccessStore(client);
  await access.putSession("past", user.id, 1, 2);
  await access.putSession("future", user.id, 1, Date.now() + 60_000);
  await prismaAgentStore(client).putEnrolmentToken("past", "lvs1", 1, 2);
  await prismaAgentStore(client).putEnrolmentToken("for-ever", "lvs1", 1, null);

  const deps = {
    housekeeper: prismaHousekeeper(client),
    clock: systemClock,
    log: { info() {}, warn() {}, error() {} },
  };
  const kept = { events: 2, audit: 1, drills: 1 };
  expect(await tidyUp(deps, kept)).toBe(3 + 2 + 1 + 1);
  expect(await tidyUp(deps, kept)).toBe(0);
  expect((await events.query({ after: 0, limit: 10 })).events.map(({ seq }) => seq)).toEqual([4, 5]);
  expect(await access.findSession("future")).not.toBeNull();
  expect(await client.enrolmentToken.count()).toBe(1);
});
