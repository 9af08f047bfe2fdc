import { explainOperation } from "./explain.ts";
import { serviceKey } from "./key.ts";
import { serviceOf, type TableOperation } from "./operation.ts";

/** An operation the kernel refused, with the name of the error: "EINVAL". */
export interface Refusal {
  readonly operation: TableOperation;
  readonly errno: string;
}

/** What lies behind an error number of net/netfilter/ipvs/ip_vs_ctl.c, where it is not plain. */
const hint = ({ operation, errno }: Refusal): string => {
  const isService = operation.op === "add-service" || operation.op === "edit-service";
  if (isService && errno === "ENOENT") {
    const { scheduler, persistenceEngine } = operation.service;
    const engine = persistenceEngine === null ? "" : ` or no persistence engine ${persistenceEngine}`;
    return ` (this kernel has no scheduler ${scheduler}${engine})`;
  }
  if (errno === "EAFNOSUPPORT") return " (this kernel has no IPVS for that address family)";
  return "";
};

/** Half a sentence: "add TCP 192.168.1.100:3306 (...): ENOENT (this kernel has no scheduler abc)". */
export const describeRefusal = (refusal: Refusal): string =>
  `${explainOperation(refusal.operation)}: ${refusal.errno}${hint(refusal)}`;

/** Without those that only follow from another: the servers of a service that could not be added. */
export const rootRefusals = <T extends Refusal>(refusals: readonly T[]): readonly T[] => {
  const absent = new Set(
    refusals.flatMap(({ operation }) => (operation.op === "add-service" ? [serviceKey(operation.service.id)] : [])),
  );
  return refusals.filter(
    ({ operation, errno }) =>
      operation.op === "add-service" || errno !== "ESRCH" || !absent.has(serviceKey(serviceOf(operation))),
  );
};
