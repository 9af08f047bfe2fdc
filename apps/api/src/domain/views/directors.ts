import type { directorSchema } from "@baton/shared/contract/http/fleet.ts";
import type * as z from "zod";
import type { Fleet } from "../fleet/state.ts";

export type DirectorView = z.infer<typeof directorSchema>;

/** Every enrolled node, whatever its roles. `confirmed` is in hub time. */
export const directors = (fleet: Fleet): DirectorView[] =>
  [...fleet.values()].map((node) => ({
    node: node.name,
    roles: [...node.roles],
    version: node.version,
    connected: node.connection !== null,
    connectedSince: node.connectedSince,
    confirmed: Object.fromEntries(
      Object.entries(node.picture.confirmed).map(([source, at]) => [source, at + node.clockOffsetMs]),
    ),
  }));
