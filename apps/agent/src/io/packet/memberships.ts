import { ok, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";

/** Asks the kernel; fails with the errno's name. */
export type ChangeMembership = (op: "join" | "leave", group: Uint8Array) => Result<unknown, string>;

/** The multicast groups that one socket is in. */
export class Memberships {
  readonly #change: ChangeMembership;
  #joined: readonly string[] = [];

  constructor(change: ChangeMembership) {
    this.#change = change;
  }

  /** Joins what is missing, then leaves what is no longer wanted; what stays is not touched. */
  follow(groups: readonly string[]): Result<void, string> {
    for (const group of groups) {
      if (this.#joined.includes(group)) continue;
      const done = this.#change("join", addressBytes(group) ?? new Uint8Array());
      if (!done.ok) return done;
      this.#joined = [...this.#joined, group];
    }
    for (const group of this.#joined) {
      if (!groups.includes(group)) this.#change("leave", addressBytes(group) ?? new Uint8Array());
    }
    this.#joined = groups;
    return ok(undefined);
  }
}
