import * as z from "zod";
import { SEVERITY_FILTERS } from "../model/event-list.ts";

const shortText = z.string().min(1).max(200);

/** The overview's part of the address. Anything that can't be read there counts as not given. */
export const overviewSearchSchema = z.object({
  severity: z.enum(SEVERITY_FILTERS).optional().catch(undefined),
  node: shortText.optional().catch(undefined),
  drill: shortText.optional().catch(undefined),
});
