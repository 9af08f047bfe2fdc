import Fastify from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { prismaAccessStore } from "./adapters/prisma/access-store.ts";
import { prismaAgentStore } from "./adapters/prisma/agent-store.ts";
import { prismaAuditLog } from "./adapters/prisma/audit-log.ts";
import { prismaDrillStore } from "./adapters/prisma/drill-store.ts";
import { prismaEventStore } from "./adapters/prisma/event-store.ts";
import { prismaHousekeeper } from "./adapters/prisma/housekeeper.ts";
import { prismaUserStore } from "./adapters/prisma/user-store.ts";
import { newCounters } from "./domain/diagnostics/counters.ts";
import type { PrismaClient } from "./generated/client.ts";
import { installHttp } from "./http/api.ts";
import { type Http, SESSION_COOKIE } from "./http/deps.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { Secrets } from "./ports/secrets.ts";
import { agentGateway, openAgentNamespace } from "./realtime/agent-namespace.ts";
import { newRealtimeServer } from "./realtime/server.ts";
import { browserFeed, endSessionSockets, openUiNamespace } from "./realtime/ui-namespace.ts";
import { newAccess } from "./usecases/access.ts";
import { newCommandDesk } from "./usecases/command-desk.ts";
import { newDrillDesk } from "./usecases/drill-desk.ts";
import { newEnrolment } from "./usecases/enrolment.ts";
import { newFleetDesk } from "./usecases/fleet-desk.ts";
import { startHousekeeping } from "./usecases/housekeeping.ts";
import { newReleaseDrill } from "./usecases/release-drill.ts";
import { newUsers } from "./usecases/users.ts";
import { newChangeWeight } from "./usecases/weight-desk.ts";

export interface AppDeps {
  readonly client: PrismaClient;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly publicUrl: string | null;
  readonly webDir: string | null;
  readonly version: string;
  /** Node to enrolment token, prepared by the operator. */
  readonly enrolmentTokens: Readonly<Record<string, string>>;
  readonly onSetUp: () => Promise<void>;
}

export interface App {
  readonly http: Http;
  /** Ends connections and waits for what is being stored; the database stays the caller's. */
  readonly close: () => Promise<void>;
}

const MAX_BODY_BYTES = 64_000;

const newHttp = (): Http =>
  Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();

/** Puts the hub together on an open, migrated database. It does not listen. */
export const buildApp = async (deps: AppDeps): Promise<App> => {
  const { client, clock, secrets, log, publicUrl } = deps;
  const startedAt = clock.now();
  const http = newHttp();
  const server = newRealtimeServer(http.server, publicUrl);
  const feed = browserFeed(server);
  const counters = newCounters();
  const audit = prismaAuditLog(client);
  const events = prismaEventStore(client);
  const drillStore = prismaDrillStore(client);
  const agents = prismaAgentStore(client);

  const endLive = (digest: string) => endSessionSockets(server, digest);
  const accessDeps = { store: prismaAccessStore(client), audit, clock, secrets };
  const access = newAccess(accessDeps);
  const users = newUsers({ ...accessDeps, users: prismaUserStore(client), endLive });
  const fleet = newFleetDesk({ feed, counters }, await agents.list(), startedAt);
  const gateway = agentGateway(server, fleet);
  const commands = newCommandDesk({ gateway, audit, clock, fleet });
  const drillDeps = { store: drillStore, audit, feed, clock, secrets, fleet, commands, log };
  const drills = newDrillDesk(drillDeps);
  const enrolment = newEnrolment({ store: agents, audit, clock, secrets, fleet });
  await drills.recover();
  await enrolment.admit(deps.enrolmentTokens);

  openAgentNamespace(server, { enrolment, fleet, commands, events, feed, counters, clock, log });
  openUiNamespace(server, { access, fleet, drills, counters, clock, log, cookieName: SESSION_COOKIE });
  const releaseDrill = newReleaseDrill(drillDeps, drills);
  const changeWeight = newChangeWeight({ fleet, commands, clock, secrets });
  const { onSetUp } = deps;
  await installHttp(
    http,
    {
      ...{ access, users, enrolment, fleet, drills, releaseDrill, changeWeight, drillStore, events, audit },
      ...{ counters, clock, log, publicUrl, startedAt, endLive, onSetUp },
    },
    deps,
  );

  const stopHousekeeping = startHousekeeping({ housekeeper: prismaHousekeeper(client), clock, log });

  return {
    http,
    close: async () => {
      await stopHousekeeping();
      await drills.close();
      await server.close();
      await http.close();
    },
  };
};
