import * as z from "zod";
import { numberedEventSchema } from "../events.ts";

export const storedEventSchema = numberedEventSchema
  .extend({
    /** The hub's own number, ascending in the order of arrival. */
    id: z.number().int().positive(),
    node: z.string(),
    receivedAt: z.number().int(),
  })
  .meta({ id: "Event" });
export type StoredEvent = z.infer<typeof storedEventSchema>;

export const eventQuerySchema = z.object({
  node: z.string().max(200).optional(),
  kind: z.string().max(100).optional(),
  /** Events of this severity and of worse. */
  severity: z.enum(["warning", "critical"]).optional(),
  /** Only events with a smaller id: page backwards. */
  before: z.coerce.number().int().positive().optional(),
  /** Only events with a larger id: follow. Oldest first. */
  after: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const eventPageSchema = z.object({ events: z.array(storedEventSchema), more: z.boolean() });
