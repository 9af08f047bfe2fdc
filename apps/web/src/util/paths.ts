/** Every address of the hub's REST API that the page uses. */
export const apiPath = {
  session: () => "/api/v1/session",
  setup: () => "/api/v1/setup",
  events: (query: { readonly before?: number | undefined; readonly node?: string | undefined; limit: number }) =>
    withQuery("/api/v1/events", { node: query.node, before: query.before, limit: query.limit }),
  drills: () => "/api/v1/drills",
  drillPreflight: (instance: string) => withQuery("/api/v1/drills/preflight", { instance }),
  drillRelease: (id: string) => `/api/v1/drills/${encodeURIComponent(id)}/release`,
} as const;

const withQuery = (path: string, query: Readonly<Record<string, string | number | undefined>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `${path}?${search}`;
};
