import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePageServices } from "./page-context.ts";
import { useLive } from "./use-live.ts";

const KEY = ["transitions"] as const;
const KIND = "vrrp.transition";

/** The last changes of VRRP state of every director: what the hub has stored, joined by what it pushes. */
export const useTransitions = (): readonly StoredEvent[] => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  const { news, pictures } = useLive();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.events({ kind: KIND, limit: 200 }, signal),
    staleTime: 60_000,
  });

  // After a reconnection the list may lack what happened meanwhile.
  useEffect(() => {
    if (pictures > 1) void queries.invalidateQueries({ queryKey: KEY });
  }, [pictures, queries]);

  const stored = query.data?.events ?? [];
  const known = new Set(stored.map(({ id }) => id));
  return [...news.filter(({ id, kind }) => kind === KIND && !known.has(id)), ...stored];
};
