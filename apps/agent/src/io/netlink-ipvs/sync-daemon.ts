import { getSystemErrorName } from "node:util";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { SyncOperation } from "../../core/ipvs/sync-daemon.ts";
import { decodeFamily, familyRequest } from "../../core/netlink/genl-control.ts";
import { IPVS_FAMILY } from "../../core/netlink/ipvs-constants.ts";
import { daemonRequest } from "../../core/netlink/ipvs-daemon.ts";
import { openGenlSocket } from "./genl-socket.ts";

/**
 * Carries the operations out, one after another; null, or the sentence of the first that failed. Stopping what does
 * not run is no failure. Opens its own socket each time: this happens on transitions only.
 */
export type ApplySync = (operations: readonly SyncOperation[]) => Promise<string | null>;

export const createApplySync =
  (namespace: string | null): ApplySync =>
  async (operations) => {
    try {
      const socket = openGenlSocket(namespace);
      try {
        const [answer] = await socket.request([familyRequest(IPVS_FAMILY)]);
        const payload = answer?.errno === 0 ? answer.data[0] : undefined;
        const family = payload ? decodeFamily(payload) : null;
        if (!family?.ok) return "this kernel has no IPVS (module ip_vs)";
        for (const operation of operations) {
          const [done] = await socket.request([daemonRequest(family.value, operation)]);
          const errno = done?.errno ?? 0;
          if (errno !== 0 && operation.op === "start")
            return `can't start the ${operation.role} sync daemon on ${operation.settings.interface}: ${getSystemErrorName(-errno)}`;
        }
        return null;
      } finally {
        socket.close();
      }
    } catch (error) {
      return errorText(error);
    }
  };
