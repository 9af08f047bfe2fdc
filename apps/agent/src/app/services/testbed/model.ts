import { millis } from "@baton/shared/base/duration.ts";
import type { ConfigModel, RealServer, TcpCheck, VirtualServer } from "@baton/shared/config/model.ts";

/** Configurations for tests: the article's virtual server, with timers a test can wait for. */

const RANGE = { path: "test.conf", start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

export const tcpCheck = (address: string, port: number, changes: Partial<TcpCheck> = {}): TcpCheck => ({
  kind: "TCP_CHECK",
  connectAddress: address,
  connectPort: port,
  bindAddress: null,
  connectTimeout: millis(500),
  retry: 1,
  delayBeforeRetry: millis(100),
  delayLoop: millis(300),
  warmup: millis(0),
  ...changes,
});

export const realServer = (address: string, changes: Partial<RealServer> = {}): RealServer => ({
  range: RANGE,
  address,
  port: 3306,
  weight: 3,
  forwarding: "DR",
  inhibitOnFailure: false,
  checkers: [tcpCheck(address, 3306)],
  ...changes,
});

export const virtualServer = (changes: Partial<VirtualServer> = {}): VirtualServer => ({
  range: RANGE,
  protocol: "TCP",
  address: "192.168.1.100",
  port: 3306,
  scheduler: "wrr",
  forwarding: "DR",
  persistenceTimeout: millis(50_000),
  delayLoop: millis(300),
  alpha: false,
  omega: false,
  quorum: 1,
  hysteresis: 0,
  realServers: [realServer("192.168.1.5"), realServer("192.168.1.6")],
  ...changes,
});

export const modelOf = (...virtualServers: readonly VirtualServer[]): ConfigModel => ({
  globals: { routerId: "LVS1" },
  vrrpInstances: [],
  virtualServers,
});
