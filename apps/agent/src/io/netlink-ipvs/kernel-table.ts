import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { TableOperation } from "../../core/ipvs/operation.ts";
import type { Refusal } from "../../core/ipvs/refusal.ts";
import type { GenlAnswer } from "../../core/netlink/genl-answers.ts";
import { decodeFamily, familyRequest } from "../../core/netlink/genl-control.ts";
import { timeoutsRequest } from "../../core/netlink/ipvs-config.ts";
import { IPVS_FAMILY } from "../../core/netlink/ipvs-constants.ts";
import { decodeInfo, infoRequest, operationRequest } from "../../core/netlink/ipvs-request.ts";
import type { KernelTable, KernelTableError } from "../../ports/kernel-table.ts";
import { type GenlSocket, openGenlSocket } from "./genl-socket.ts";
import { decoded, errnoName, succeeded, TableFailure } from "./table-failure.ts";
import { createTableReader } from "./table-reader.ts";

const missing = (): TableFailure =>
  new TableFailure(
    "ipvs.missing",
    "this kernel has no IPVS (module ip_vs): the netlink family IPVS is unknown; load it with `modprobe ip_vs`",
  );

const single = (data: readonly Uint8Array[], what: string): Uint8Array => {
  const [payload] = data;
  if (!payload) throw new TableFailure("ipvs.netlink", `${what}: an empty answer`);
  return payload;
};

/** An add that finds the object there and a removal that finds it gone have what they wanted. */
const isSettled = (operation: TableOperation, errno: string): boolean => {
  if (operation.op === "add-service" || operation.op === "add-destination") return errno === "EEXIST";
  if (operation.op === "delete-service" || operation.op === "delete-destination") {
    return errno === "ENOENT" || errno === "ESRCH";
  }
  return false;
};

const failuresOf = (operations: readonly TableOperation[], answers: readonly GenlAnswer[]): readonly Refusal[] =>
  operations.flatMap((operation, index) => {
    const number = answers[index]?.errno ?? 0;
    if (number === 0) return [];
    const errno = errnoName(number);
    return isSettled(operation, errno) ? [] : [{ operation, errno }];
  });

const findFamily = async (socket: GenlSocket): Promise<number> => {
  const [answer] = await socket.request([familyRequest(IPVS_FAMILY)]);
  if (answer && answer.errno !== 0 && errnoName(answer.errno) === "ENOENT") throw missing();
  return decoded(decodeFamily(single(succeeded(answer, "looking for IPVS"), "looking for IPVS")));
};

/**
 * The kernel's table by generic netlink. The family's number is asked for when first needed and again after any
 * failure, so a module that is loaded later, or anew, is found. `namespace`: the table of another network namespace.
 */
export const createKernelTable = (namespace: string | null = null): KernelTable => {
  let open: { readonly socket: GenlSocket; readonly family: number } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const readTable = createTableReader();

  const connect = async (): Promise<{ socket: GenlSocket; family: number }> => {
    if (open) return open;
    const socket = openGenlSocket(namespace);
    try {
      open = { socket, family: await findFamily(socket) };
      return open;
    } catch (error) {
      socket.close();
      throw error;
    }
  };

  const disconnect = (): void => {
    open?.socket.close();
    open = null;
  };

  const use = async <T>(
    work: (socket: GenlSocket, family: number) => Promise<T>,
  ): Promise<Result<T, KernelTableError>> => {
    try {
      const { socket, family } = await connect();
      return ok(await work(socket, family));
    } catch (error) {
      disconnect();
      if (error instanceof TableFailure) return err({ code: error.code, message: error.message });
      return err({ code: "ipvs.netlink", message: errorText(error) });
    }
  };

  /** One after another: dumps may not overlap on a socket. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => {});
    return next;
  };

  return {
    info: () =>
      inTurn(() =>
        use(async (socket, family) => {
          const [answer] = await socket.request([infoRequest(family)]);
          return decoded(decodeInfo(single(succeeded(answer, "reading IPVS's version"), "IPVS's version")));
        }),
      ),
    read: (believed = null) => inTurn(() => use((socket, family) => readTable(socket, family, believed))),
    apply: (operations) =>
      inTurn(() =>
        use(async (socket, family) => {
          const requests = operations.map((operation) => operationRequest(family, operation));
          return failuresOf(operations, await socket.request(requests));
        }),
      ),
    setTimeouts: (timeouts) =>
      inTurn(() =>
        use(async (socket, family) => {
          const [answer] = await socket.request([timeoutsRequest(family, timeouts)]);
          succeeded(answer, "setting the connection timeouts");
        }),
      ),
    close: disconnect,
  };
};
