import type { Counters } from "../domain/diagnostics/counters.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { Log } from "../ports/log.ts";
import type { CommandDesk } from "../usecases/command-desk.ts";
import type { Enrolment } from "../usecases/enrolment.ts";
import type { FleetDesk } from "../usecases/fleet-desk.ts";

export interface AgentNamespaceDeps {
  readonly enrolment: Enrolment;
  readonly fleet: FleetDesk;
  readonly commands: CommandDesk;
  readonly events: EventStore;
  readonly feed: BrowserFeed;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}
