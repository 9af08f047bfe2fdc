import type { Result } from "@baton/shared/base/result.ts";
import type { ConnectionTimeouts } from "@baton/shared/config/model-service.ts";
import type { TableOperation } from "../core/ipvs/operation.ts";
import type { Refusal } from "../core/ipvs/refusal.ts";
import type { ActualTable, IpvsInfo } from "../core/ipvs/table.ts";

/** Why the kernel's IPVS table could not be reached at all. */
export interface KernelTableError {
  readonly code: "ipvs.missing" | "ipvs.denied" | "ipvs.netlink";
  readonly message: string;
}

/** The IPVS table of the kernel, in this process's network namespace. */
export interface KernelTable {
  info(): Promise<Result<IpvsInfo, KernelTableError>>;
  /**
   * The table. With `believed`, what the caller takes it to be, a large one is read in part: every service, and the servers of
   * those where something happens and of some others in turn; of the rest what is believed is returned. Nothing has changed when the
   * answer is `believed` itself.
   */
  read(believed?: ActualTable | null): Promise<Result<ActualTable, KernelTableError>>;
  /** In order; returns what was refused, while the rest was carried out. Adding what is there already and removing what is gone are no failures. */
  apply(operations: readonly TableOperation[]): Promise<Result<readonly Refusal[], KernelTableError>>;
  /** What is absent keeps its value. */
  setTimeouts(timeouts: ConnectionTimeouts): Promise<Result<void, KernelTableError>>;
  close(): void;
}
