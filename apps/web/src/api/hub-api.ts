import {
  type Drill,
  drillListSchema,
  drillPreflightSchema,
  drillSchema,
  type newDrillSchema,
} from "@baton/shared/contract/http/drills.ts";
import { eventPageSchema } from "@baton/shared/contract/http/events.ts";
import {
  type credentialsSchema,
  type firstAdminSchema,
  type Session,
  sessionSchema,
} from "@baton/shared/contract/http/session.ts";
import {
  type drainSchema,
  type restoreSchema,
  type WeightAnswer,
  weightAnswerSchema,
  type weightSchema,
} from "@baton/shared/contract/http/weights.ts";
import * as z from "zod";
import { apiPath, type EventsQuery } from "../util/paths.ts";
import type { HttpClient } from "./client.ts";
import { createUsersApi, type UsersApi } from "./users-api.ts";

export type DrillPreflight = z.infer<typeof drillPreflightSchema>;
export type EventPage = z.infer<typeof eventPageSchema>;

/** What is asked of a real server's weight, by its route. */
export type WeightRequest =
  | { readonly change: "weight"; readonly body: z.input<typeof weightSchema> }
  | { readonly change: "drain"; readonly body: z.input<typeof drainSchema> }
  | { readonly change: "restore"; readonly body: z.input<typeof restoreSchema> };

/** For answers whose body says nothing more than their status. */
const anything = z.unknown();

export interface HubApi extends UsersApi {
  readonly session: (signal?: AbortSignal) => Promise<Session>;
  readonly logIn: (credentials: z.infer<typeof credentialsSchema>) => Promise<unknown>;
  readonly logOut: () => Promise<unknown>;
  readonly setUp: (admin: z.infer<typeof firstAdminSchema>) => Promise<unknown>;
  readonly events: (query: EventsQuery, signal?: AbortSignal) => Promise<EventPage>;
  readonly drills: (signal?: AbortSignal) => Promise<Drill[]>;
  readonly drillPreflight: (instance: string, signal?: AbortSignal) => Promise<DrillPreflight>;
  readonly startDrill: (drill: z.input<typeof newDrillSchema>) => Promise<Drill>;
  readonly releaseDrill: (id: string) => Promise<unknown>;
  readonly changeWeight: (request: WeightRequest) => Promise<WeightAnswer>;
}

/** The hub's REST API as functions; every one may throw ApiProblem. */
export const createHubApi = (http: HttpClient): HubApi => ({
  ...createUsersApi(http),
  session: (signal) => http.get(apiPath.session(), sessionSchema, signal),
  logIn: (credentials) => http.send("POST", apiPath.session(), credentials, anything),
  logOut: () => http.send("DELETE", apiPath.session(), undefined, anything),
  setUp: (admin) => http.send("POST", apiPath.setup(), admin, anything),
  events: (query, signal) => http.get(apiPath.events(query), eventPageSchema, signal),
  drills: async (signal) => (await http.get(apiPath.drills(), drillListSchema, signal)).drills,
  drillPreflight: (instance, signal) => http.get(apiPath.drillPreflight(instance), drillPreflightSchema, signal),
  startDrill: (drill) => http.send("POST", apiPath.drills(), drill, drillSchema),
  releaseDrill: (id) => http.send("POST", apiPath.drillRelease(id), {}, anything),
  changeWeight: ({ change, body }) => http.send("POST", apiPath.realServers(change), body, weightAnswerSchema),
});
