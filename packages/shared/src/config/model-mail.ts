import type { Millis } from "../base/duration.ts";

/** Who is written to, and of what. Absent from the model when nobody is. */
export interface MailSettings {
  readonly recipients: readonly [string, ...string[]];
  /** Null: baton@ and this host's name. */
  readonly from: string | null;
  readonly server: { readonly host: string; readonly port: number };
  readonly connectTimeout: Millis;
  /** Said in HELO; null: this host's name. */
  readonly helo: string | null;
  /** The instances whose changes of state are told. */
  readonly instances: readonly string[];
  /** no_email_faults: not of the fault state. */
  readonly withoutFaults: boolean;
  /** Of servers and quorums whose block has no smtp_alert. */
  readonly checkersByDefault: boolean;
}
