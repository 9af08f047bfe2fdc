import * as z from "zod";
import { userRoleSchema } from "./session.ts";

/** Letters, digits and . _ @ - */
export const userNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.@-]+$/);

/** What a new password must be. */
export const newPasswordSchema = z.string().min(12).max(500);

export const userSchema = z
  .object({
    name: z.string(),
    role: userRoleSchema,
    createdAt: z.number(),
    /** Since when the user may not log in; null: may. */
    disabledAt: z.number().nullable(),
  })
  .meta({ id: "User" });
export type User = z.infer<typeof userSchema>;

/** A link that waits to be used. */
export const invitationSchema = z
  .object({
    name: z.string(),
    role: userRoleSchema,
    createdBy: z.string(),
    createdAt: z.number(),
    expiresAt: z.number(),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof invitationSchema>;

export const userListSchema = z.object({ users: z.array(userSchema), invitations: z.array(invitationSchema) });

export const newInvitationSchema = z.object({
  name: userNameSchema,
  role: userRoleSchema,
  validForHours: z.number().int().min(1).max(720).default(72),
});

/** The link is URL/invite#TOKEN; the token is in this answer and nowhere else. */
export const madeInvitationSchema = invitationSchema.extend({ token: z.string() }).meta({ id: "NewInvitation" });
export type MadeInvitation = z.infer<typeof madeInvitationSchema>;

const token = z.string().min(16).max(200);
export const invitationTokenSchema = z.object({ token });
/** Whom a link is for. */
export const invitedSchema = z.object({ name: z.string(), role: userRoleSchema });
export const acceptedInvitationSchema = z.object({ token, password: newPasswordSchema });

export const userChangeSchema = z
  .object({ role: userRoleSchema.optional(), disabled: z.boolean().optional() })
  .refine(({ role, disabled }) => role !== undefined || disabled !== undefined, "role or disabled is wanted");

export const passwordChangeSchema = z.object({ current: z.string().min(1).max(500), next: newPasswordSchema });
