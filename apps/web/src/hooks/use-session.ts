import type { Session, UserRole } from "@baton/shared/contract/http/session.ts";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { HubApi } from "../api/hub-api.ts";
import { usePageServices } from "./page-context.ts";

export const SESSION_KEY = ["session"] as const;

export const sessionQuery = (api: HubApi) =>
  queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api.session(signal),
    staleTime: 60_000,
    retry: 1,
  });

export const useSession = (): Session | null => {
  const { api } = usePageServices();
  return useQuery(sessionQuery(api)).data ?? null;
};

/** Who may move a VIP and change weights. The hub decides; the page only says so beforehand. */
export const mayOperate = (role: UserRole | undefined): boolean => role === "operator" || role === "admin";

/** Logs out and forgets everything read in this session. */
export const useLogOut = (onDone: () => void) => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.logOut(),
    onSuccess: () => {
      queries.clear();
      onDone();
    },
  });
};
