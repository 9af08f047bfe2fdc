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
  /** The sync groups whose changes of state are told, once for all members. */
  readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** no_email_faults: not of the fault state. */
  readonly withoutFaults: boolean;
  /** Of quorums whose virtual_server has no smtp_alert. */
  readonly quorumsByDefault: boolean;
  /** Of servers whose real_server has none: as in keepalived what virtual_server says is not theirs. */
  readonly serversByDefault: boolean;
}
