import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type EventFilter, eventList } from "../model/event-list.ts";
import { usePageServices } from "./page-context.ts";
import { useLive } from "./use-live.ts";

const PAGE = 100;

/** The event list under a filter: what the hub has stored, joined by what it pushes. */
export const useEvents = (filter: EventFilter) => {
  const { api } = usePageServices();
  const queries = useQueryClient();
  const { news, pictures } = useLive();
  const query = useInfiniteQuery({
    queryKey: ["events", filter.node, filter.severity],
    queryFn: ({ pageParam, signal }) =>
      api.events(
        {
          limit: PAGE,
          ...(pageParam > 0 ? { before: pageParam } : {}),
          ...(filter.node === null ? {} : { node: filter.node }),
          ...(filter.severity === "all" ? {} : { severity: filter.severity }),
        },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (last) =>
      last.more ? last.events.reduce((least, { id }) => Math.min(least, id), Infinity) : null,
    maxPages: 20,
  });

  // After a reconnection the list may lack what happened meanwhile.
  useEffect(() => {
    if (pictures > 1) void queries.invalidateQueries({ queryKey: ["events"] });
  }, [pictures, queries]);

  const events = eventList(query.data?.pages.map((page) => page.events) ?? [], news, filter);
  return { events, query };
};
