export interface EventsQuery {
  readonly node?: string;
  readonly kind?: string;
  /** This and worse. */
  readonly severity?: "warning" | "critical";
  /** Only events with a smaller id. */
  readonly before?: number;
  readonly limit: number;
}

/** Every address of the hub's REST API that the page uses. */
export const apiPath = {
  session: () => "/api/v1/session",
  setup: () => "/api/v1/setup",
  events: ({ node, kind, severity, before, limit }: EventsQuery) =>
    withQuery("/api/v1/events", { node, kind, severity, before, limit }),
  drills: () => "/api/v1/drills",
  drillPreflight: (instance: string) => withQuery("/api/v1/drills/preflight", { instance }),
  drillRelease: (id: string) => `/api/v1/drills/${encodeURIComponent(id)}/release`,
  sessionPassword: () => "/api/v1/session/password",
  users: () => "/api/v1/users",
  user: (name: string) => `/api/v1/users/${encodeURIComponent(name)}`,
  passwordLink: (name: string) => `/api/v1/users/${encodeURIComponent(name)}/password-link`,
  invitations: () => "/api/v1/invitations",
  invitation: (name: string) => `/api/v1/invitations/${encodeURIComponent(name)}`,
  invitationLook: () => "/api/v1/invitations/look",
  invitationAccept: () => "/api/v1/invitations/accept",
  realServers: (change: "weight" | "drain" | "restore") => `/api/v1/real-servers/${change}`,
} as const;

const withQuery = (path: string, query: Readonly<Record<string, string | number | undefined>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `${path}?${search}`;
};
