import type { Millis } from "@baton/shared/base/duration.ts";

/** The master as its adverts last described it. Times are monotonic milliseconds. */
export interface HeardMaster {
  readonly address: string;
  readonly priority: number;
  readonly heardAt: number;
}

export type BackupWait =
  /** Since entering the state nothing was heard. */
  | "first-advert"
  /** Adverts come; the timer starts anew with each. */
  | "adverts"
  /** The master that was heard resigned by priority 0; only the hand-over time is left. */
  | "hand-over"
  /** Someone else sent priority 0; only the skew time is left. */
  | "resigned"
  /** The master is weaker and is let go on until the timer ends, then taken over from. */
  | "weaker-master";

export interface Backup {
  readonly name: "backup";
  readonly since: number;
  readonly masterDownAt: number;
  readonly waitingFor: BackupWait;
  /** From when a weaker master may be pre-empted; null while none was heard (preempt_delay). */
  readonly preemptAt: number | null;
  /** The timer ended, and the sync group waits for other members. */
  readonly wants: boolean;
}

export interface Master {
  readonly name: "master";
  readonly since: number;
  readonly advertAt: number;
  /** The delayed second burst. */
  readonly secondGarpAt: number | null;
  readonly refreshGarpAt: number | null;
  /** The next announcement on interfaces that no adverts leave from (garp_extra_if). */
  readonly extraGarpAt: number | null;
  /** The delayed second burst after a weaker master was heard. */
  readonly lowerGarpAt: number | null;
  /** Until when a takeover by command is in force. */
  readonly takeoverUntil: number | null;
  /** A removed address is put back at this time. */
  readonly restoreAt: number | null;
  readonly restoredAt: number | null;
  /** Whose adverts had stopped coming when this router became master: that one may be master still, behind a broken link. */
  readonly silentMaster: string | null;
  /** After an own stall: until then this router says nothing, and any other master is yielded to (docs/adr/0020). */
  readonly listenUntil: number | null;
}

export type Phase =
  | { readonly name: "initialize"; readonly since: number }
  | { readonly name: "fault"; readonly since: number; readonly problem: string }
  | Backup
  | Master;

/** One virtual router on this node. Plain data: it can be recorded, compared and replayed. */
export interface RouterState {
  readonly phase: Phase;
  /** Where this node sends from; null while its interface can't. */
  readonly ownAddress: string | null;
  /** The other router that last was master; null when none was heard since the start. */
  readonly master: HeardMaster | null;
  /** The master's interval: in version 3 backups adopt it (RFC 5798 section 6.4.2). */
  readonly masterInterval: Millis;
  /** An owner that met another owner gave the claim up for good. */
  readonly ownershipLost: boolean;
  /** What tracking adds to the configured priority. */
  readonly adjustment: number;
}

export type PhaseName = Phase["name"];
