import type { UserRole } from "@baton/shared/contract/http/session.ts";
import type { MadeInvitation } from "@baton/shared/contract/http/users.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { usePageServices } from "./page-context.ts";

const KEY = ["users"] as const;
/** Somebody may use a link, or another administrator may be at work. */
const REFRESH_MS = 5000;

/** Users and the links that wait. */
export const useUsers = () => {
  const { api } = usePageServices();
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.users(signal), refetchInterval: REFRESH_MS });
};

export type UserOrder =
  | { readonly type: "invite"; readonly name: string; readonly role: UserRole }
  | { readonly type: "password-link"; readonly name: string }
  | { readonly type: "drop-invitation"; readonly name: string }
  | { readonly type: "role"; readonly name: string; readonly role: UserRole }
  | { readonly type: "disabled"; readonly name: string; readonly disabled: boolean };

/** Carries an order out and reads the list again; a link that was made comes back, since it is told only once. */
export const useUserOrder = () => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (order: UserOrder): Promise<MadeInvitation | null> => {
      if (order.type === "invite") return api.invite({ name: order.name, role: order.role });
      if (order.type === "password-link") return api.passwordLink(order.name);
      if (order.type === "drop-invitation") await api.dropInvitation(order.name);
      else if (order.type === "role") await api.changeUser(order.name, { role: order.role });
      else await api.changeUser(order.name, { disabled: order.disabled });
      return null;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
};
