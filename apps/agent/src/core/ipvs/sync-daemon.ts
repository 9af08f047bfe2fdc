import type { SyncDaemonSettings } from "@baton/shared/config/model-track.ts";

/** The kernel's two connection synchronisation threads: which of them should run, and how to get there. Pure. */

export type SyncRole = "master" | "backup";

export type SyncOperation =
  | { readonly op: "start"; readonly role: SyncRole; readonly settings: SyncDaemonSettings }
  | { readonly op: "stop"; readonly role: SyncRole };

/** The master's thread sends, the backup's listens; without an instance to follow both run. */
export const wantedRoles = (settings: SyncDaemonSettings | null, isMaster: boolean): readonly SyncRole[] => {
  if (!settings) return [];
  if (settings.instance === null) return ["master", "backup"];
  return [isMaster ? "master" : "backup"];
};

/** What goes is stopped first: a host must never hear its own messages. */
export const syncOperations = (
  running: readonly SyncRole[],
  wanted: readonly SyncRole[],
  settings: SyncDaemonSettings | null,
): readonly SyncOperation[] => {
  const stops = running.filter((role) => !wanted.includes(role)).map((role): SyncOperation => ({ op: "stop", role }));
  if (!settings) return stops;
  const starts = wanted.filter((role) => !running.includes(role));
  return [...stops, ...starts.map((role): SyncOperation => ({ op: "start", role, settings }))];
};
