import type { IncomingMessage, ServerResponse } from "node:http";
import type { UserRole } from "@baton/shared/contract/http/session.ts";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Actor } from "../domain/access/role.ts";
import type { Counters } from "../domain/diagnostics/counters.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { DrillStore } from "../ports/drill-store.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { Log } from "../ports/log.ts";
import type { Access, OpenSession } from "../usecases/access.ts";
import type { DrillDesk } from "../usecases/drill-desk.ts";
import type { Enrolment } from "../usecases/enrolment.ts";
import type { FleetDesk } from "../usecases/fleet-desk.ts";
import type { ReleaseDrill } from "../usecases/release-drill.ts";
import type { Users } from "../usecases/users.ts";
import type { ChangeWeight } from "../usecases/weight-desk.ts";

export const SESSION_COOKIE = "baton_session";

/** Everything the routes use. */
export interface HttpDeps {
  readonly access: Access;
  readonly users: Users;
  readonly enrolment: Enrolment;
  readonly fleet: FleetDesk;
  readonly drills: DrillDesk;
  readonly releaseDrill: ReleaseDrill;
  readonly changeWeight: ChangeWeight;
  readonly drillStore: DrillStore;
  readonly events: EventStore;
  readonly audit: AuditLog;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
  /** What browsers use to reach the hub; null when only its listening address is known. */
  readonly publicUrl: string | null;
  readonly startedAt: number;
  /** Lets go of the live connections of a session that was ended. */
  readonly endLive: (digest: string) => void;
  /** Called when the first administrator exists. */
  readonly onSetUp: () => Promise<void>;
}

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module "fastify" {
  interface FastifyRequest {
    actor: Actor | null;
    session: OpenSession | null;
  }
  interface FastifyContextConfig {
    /** The role a route needs; without a word it is viewer, so that a forgotten one is not open. */
    needs?: UserRole | "nobody";
  }
}
