import * as z from "zod";
import { ROLES } from "../roles.ts";

/**
 * An administrator makes a token; with it an agent makes known, once, the key it chose. That the agent chooses lets it
 * ask again with the same token and key when an answer got lost.
 */
export const newEnrolmentTokenSchema = z.object({
  /** The one node it is good for. */
  node: z.string().min(1).max(200),
  validForMinutes: z.number().int().min(1).max(1440).default(60),
});
export const enrolmentTokenSchema = z.object({ token: z.string(), node: z.string(), expiresAt: z.number() });

export const enrolSchema = z.object({
  token: z.string().min(16).max(200),
  node: z.string().min(1).max(200),
  roles: z.array(z.enum(ROLES)).max(3),
  /** 32 random bytes or more, as text; the hub keeps only its digest. */
  key: z.string().min(43).max(200),
});
export const enrolledSchema = z.object({ node: z.string() });
