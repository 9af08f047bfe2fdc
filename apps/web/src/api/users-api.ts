import {
  type acceptedInvitationSchema,
  invitedSchema,
  type MadeInvitation,
  madeInvitationSchema,
  type newInvitationSchema,
  type passwordChangeSchema,
  type User,
  type userChangeSchema,
  userListSchema,
  userSchema,
} from "@baton/shared/contract/http/users.ts";
import * as z from "zod";
import { apiPath } from "../util/paths.ts";
import type { HttpClient } from "./client.ts";

export type UserList = z.infer<typeof userListSchema>;
export type Invited = z.infer<typeof invitedSchema>;

/** For answers whose body says nothing more than their status. */
const anything = z.unknown();

export interface UsersApi {
  readonly users: (signal?: AbortSignal) => Promise<UserList>;
  readonly changeUser: (name: string, change: z.input<typeof userChangeSchema>) => Promise<User>;
  readonly passwordLink: (name: string) => Promise<MadeInvitation>;
  readonly invite: (invitation: z.input<typeof newInvitationSchema>) => Promise<MadeInvitation>;
  readonly dropInvitation: (name: string) => Promise<unknown>;
  readonly invited: (token: string, signal?: AbortSignal) => Promise<Invited>;
  readonly acceptInvitation: (accepted: z.infer<typeof acceptedInvitationSchema>) => Promise<unknown>;
  readonly changePassword: (change: z.infer<typeof passwordChangeSchema>) => Promise<unknown>;
}

export const createUsersApi = (http: HttpClient): UsersApi => ({
  users: (signal) => http.get(apiPath.users(), userListSchema, signal),
  changeUser: (name, change) => http.send("PATCH", apiPath.user(name), change, userSchema),
  passwordLink: (name) => http.send("POST", apiPath.passwordLink(name), {}, madeInvitationSchema),
  invite: (invitation) => http.send("POST", apiPath.invitations(), invitation, madeInvitationSchema),
  dropInvitation: (name) => http.send("DELETE", apiPath.invitation(name), undefined, anything),
  invited: (token) => http.send("POST", apiPath.invitationLook(), { token }, invitedSchema),
  acceptInvitation: (accepted) => http.send("POST", apiPath.invitationAccept(), accepted, anything),
  changePassword: (change) => http.send("POST", apiPath.sessionPassword(), change, anything),
});
