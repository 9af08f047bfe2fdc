import { expect, test } from "vitest";
import { describeRefusal, type Refusal, rootRefusals } from "./refusal.ts";
import { NO_TUNNEL, type Service } from "./table.ts";

const service = (port: number): Service => ({
  id: { kind: "address", protocol: "TCP", address: "192.168.1.100", port },
  scheduler: "abc",
  schedulerFlags: 0,
  onePacket: false,
  persistence: null,
  persistenceEngine: null,
});

const addService: Refusal = { operation: { op: "add-service", service: service(3306) }, errno: "ENOENT" };
const addServer = (port: number, errno: string): Refusal => ({
  operation: {
    op: "add-destination",
    id: service(port).id,
    destination: {
      address: "192.168.1.5",
      port: 3306,
      forwarding: "DR",
      weight: 3,
      upperThreshold: 0,
      lowerThreshold: 0,
      tunnel: NO_TUNNEL,
    },
  },
  errno,
});

test("says what the kernel means by it", () => {
  expect(describeRefusal(addService)).toBe(
    "add TCP 192.168.1.100:3306 (abc, not persistent): ENOENT (this kernel has no scheduler abc)",
  );
  expect(describeRefusal(addServer(3306, "EINVAL"))).toBe(
    "add 192.168.1.5:3306 to TCP 192.168.1.100:3306 (DR, weight 3): EINVAL",
  );
});

test("leaves out what only follows", () => {
  const other = addServer(80, "ESRCH");
  const own = addServer(3306, "EINVAL");
  expect(rootRefusals([addService, addServer(3306, "ESRCH"), own, other])).toEqual([addService, own, other]);
});
