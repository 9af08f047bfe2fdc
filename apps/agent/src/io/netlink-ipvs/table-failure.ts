import { getSystemErrorName } from "node:util";
import type { Result } from "@baton/shared/base/result.ts";
import type { GenlAnswer } from "../../core/netlink/genl-answers.ts";
import { describeDecodeError, type GenlDecodeError } from "../../core/netlink/genl-error.ts";
import type { KernelTableError } from "../../ports/kernel-table.ts";

/** Why the table could not be read or written; carried as an exception inside this folder only. */
export class TableFailure extends Error {
  readonly code: KernelTableError["code"];
  constructor(code: KernelTableError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** "ENOENT" of the kernel's 2. */
export const errnoName = (errno: number): string => getSystemErrorName(-errno);

const refused = (errno: number, what: string): TableFailure => {
  const name = errnoName(errno);
  return name === "EPERM"
    ? new TableFailure("ipvs.denied", `${what}: not permitted; the capability CAP_NET_ADMIN is missing`)
    : new TableFailure("ipvs.netlink", `${what}: ${name}`);
};

export const decoded = <T>(result: Result<T, GenlDecodeError>): T => {
  if (result.ok) return result.value;
  throw new TableFailure("ipvs.netlink", describeDecodeError(result.error));
};

export const succeeded = (answer: GenlAnswer | undefined, what: string): readonly Uint8Array[] => {
  if (!answer) throw new TableFailure("ipvs.netlink", `${what}: no answer`);
  if (answer.errno !== 0) throw refused(answer.errno, what);
  return answer.data;
};
