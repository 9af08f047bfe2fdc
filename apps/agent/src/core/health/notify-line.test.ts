import { expect, test } from "vitest";
import { quorumLine, serverLine } from "./notify-line.ts";

/** Lines that keepalived 2.2.7 was seen to write; app/services/notify-pipes.integration.test.ts asks it again. */

const service = { address: "192.168.1.100", port: 3306, protocol: "TCP" } as const;
const server = { address: "192.168.1.5", port: 3307, forwarding: "NAT" } as const;

test("a service by address", () => {
  expect(quorumLine(service, true)).toBe("VS [192.168.1.100]:tcp:3306 UP");
  expect(serverLine(service, server, false)).toBe("RS [192.168.1.5]:tcp:3307 [192.168.1.100]:tcp:3306 DOWN");
});

test("DR has the service's port, IPv6 the same brackets", () => {
  const six = { address: "2001:db8::1", port: 53, protocol: "UDP" } as const;
  expect(serverLine(six, { address: "2001:db8::5", port: 5353, forwarding: "DR" }, true)).toBe(
    "RS [2001:db8::5]:udp:53 [2001:db8::1]:udp:53 UP",
  );
});

test("a mark and a group", () => {
  const mark = { ...service, port: 0, mark: 5 };
  expect(serverLine(mark, { ...server, port: 0 }, true)).toBe("RS [192.168.1.5]:none:0 FWM 5 UP");
  const group = { ...service, group: { name: "web", services: [service] } };
  expect(serverLine(group, server, true)).toBe("RS [192.168.1.5]:tcp:3307 [web]:0 UP");
  expect(quorumLine(group, false)).toBe("VS [web]:0 DOWN");
});
