import type { Drill, newDrillSchema } from "@baton/shared/contract/http/drills.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type * as z from "zod";
import { usePageServices } from "./page-context.ts";
import { useLive } from "./use-live.ts";

const DRILLS_KEY = ["drills"] as const;
const PREFLIGHT_EVERY_MS = 2000;

/** Drills, newest first; the one that the hub pushes replaces its stored form. */
export const useDrills = () => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  const { drill: pushed, pictures } = useLive();
  const query = useQuery({ queryKey: DRILLS_KEY, queryFn: ({ signal }) => api.drills(signal) });
  const ended = pushed?.endedAt ?? null;

  useEffect(() => {
    if (pictures > 0 || ended !== null) void queries.invalidateQueries({ queryKey: DRILLS_KEY });
  }, [pictures, ended, queries]);

  return { drills: merge(query.data ?? [], pushed), query };
};

const merge = (stored: readonly Drill[], pushed: Drill | null): Drill[] =>
  [...stored.filter(({ id }) => id !== pushed?.id), ...(pushed === null ? [] : [pushed])].sort(
    (a, b) => b.requestedAt - a.requestedAt,
  );

/** Asked again and again while the dialog is open: what is true now may not be when the button is pressed. */
export const usePreflight = (instance: string) => {
  const { api } = usePageServices();
  return useQuery({
    queryKey: ["preflight", instance],
    queryFn: ({ signal }) => api.drillPreflight(instance, signal),
    refetchInterval: PREFLIGHT_EVERY_MS,
    gcTime: 0,
    retry: false,
  });
};

export const useStartDrill = (onStarted: (drill: Drill) => void) => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (drill: z.input<typeof newDrillSchema>) => api.startDrill(drill),
    onSuccess: async (drill) => {
      onStarted(drill);
      await queries.invalidateQueries({ queryKey: DRILLS_KEY });
    },
  });
};

export const useReleaseDrill = () => {
  const { api } = usePageServices();
  return useMutation({ mutationFn: (id: string) => api.releaseDrill(id) });
};
