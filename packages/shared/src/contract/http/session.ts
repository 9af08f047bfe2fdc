import * as z from "zod";

export const USER_ROLES = ["viewer", "operator", "admin"] as const;
export const userRoleSchema = z.enum(USER_ROLES);
export type UserRole = z.infer<typeof userRoleSchema>;

export const credentialsSchema = z.object({
  name: z.string().min(1).max(100),
  password: z.string().min(1).max(500),
});

/** First start: the one-time token of the set-up link makes the first administrator. */
export const firstAdminSchema = z.object({
  token: z.string().min(16).max(200),
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.@-]+$/),
  password: z.string().min(12).max(500),
});

export const sessionSchema = z
  .object({
    user: z.object({ name: z.string(), role: userRoleSchema }).nullable(),
    /** True until the first administrator exists. */
    setupNeeded: z.boolean(),
    /** Send it back as header x-csrf-token with every request that changes something. */
    csrfToken: z.string().nullable(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof sessionSchema>;
