export interface AuditEntry {
  readonly at: number;
  readonly who: string;
  /** Stable: "drill.requested", "command.takeover", "session.started". */
  readonly action: string;
  readonly target: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Written before the thing is done; a thing that cannot be written down is not done. */
export interface AuditLog {
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Newest first. */
  readonly latest: (limit: number) => Promise<AuditEntry[]>;
}
