import * as z from "zod";
import { deltaSchema, roleSchema, snapshotSchema } from "./agent-hub.ts";
import { drillSchema } from "./http/drills.ts";
import type { storedEventSchema } from "./http/events.ts";

/**
 * The conversation on socket.io namespace /ui (session cookie required). The browser gets one `picture`, then
 * changes; a gap in a node's deltas makes it ask for the picture again by emitting `resync`.
 */

export const nodeSchema = z.object({
  name: z.string(),
  roles: z.array(roleSchema),
  version: z.string(),
  connected: z.boolean(),
  /** Hub time of the last change of `connected`. */
  connectedSince: z.number(),
  /** Hub clock minus agent clock, milliseconds, at the last hello. Add it to an agent's instant. */
  clockOffsetMs: z.number(),
  picture: snapshotSchema,
});
export type NodeView = z.infer<typeof nodeSchema>;

export const pictureSchema = z.object({
  hubTime: z.number(),
  nodes: z.array(nodeSchema),
  drill: drillSchema.nullable(),
});
export type HubPicture = z.infer<typeof pictureSchema>;

export const nodeDeltaSchema = z.object({ node: z.string(), delta: deltaSchema });

export interface HubToBrowser {
  picture: (picture: HubPicture) => void;
  /** A node came, went or sent a new snapshot: replaces what was known of it. */
  node: (node: NodeView) => void;
  delta: (change: z.infer<typeof nodeDeltaSchema>) => void;
  event: (event: z.infer<typeof storedEventSchema>) => void;
  drill: (drill: z.infer<typeof drillSchema>) => void;
}

export interface BrowserToHub {
  resync: () => void;
}
