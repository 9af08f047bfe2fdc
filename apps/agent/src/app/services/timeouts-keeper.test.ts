import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { ConnectionTimeouts } from "@baton/shared/config/model-service.ts";
import { expect, test } from "vitest";
import type { KernelTableError } from "../../ports/kernel-table.ts";
import { createTimeoutsKeeper } from "./timeouts-keeper.ts";

test("set once, again after a change, and retried after a failure that is told once", async () => {
  const said: string[] = [];
  const asked: ConnectionTimeouts[] = [];
  let answer: Result<void, KernelTableError> = ok(undefined);
  const keeper = createTimeoutsKeeper({
    kernel: {
      setTimeouts: (timeouts) => {
        asked.push(timeouts);
        return Promise.resolve(answer);
      },
    },
    log: (text) => said.push(text),
    onFailure: (text) => said.push(text),
  });
  await keeper.settle();
  expect(asked).toEqual([]);
  keeper.want({ tcp: 100, udp: 30 });
  await keeper.settle();
  await keeper.settle();
  answer = err({ code: "ipvs.netlink", message: "setting the connection timeouts: EINVAL" });
  keeper.want({ tcpFin: 5 });
  await keeper.settle();
  await keeper.settle();
  answer = ok(undefined);
  await keeper.settle();
  expect(asked).toEqual([{ tcp: 100, udp: 30 }, { tcpFin: 5 }, { tcpFin: 5 }, { tcpFin: 5 }]);
  expect(said).toEqual([
    "IPVS: connection timeouts are now tcp 100 s, udp 30 s",
    "IPVS: can't set the connection timeouts (tcpfin 5 s): setting the connection timeouts: EINVAL",
    "IPVS: connection timeouts are now tcpfin 5 s",
  ]);
});
