/** What an agent is for. */
export const ROLES = ["director", "realserver", "witness"] as const;
