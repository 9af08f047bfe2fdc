import { expect, test } from "vitest";
import { detectionTimes } from "./detection-time.ts";
import { loadConfig } from "./load.ts";

const timesOf = (text: string) => {
  const { model } = loadConfig({ path: "k.conf", text }, () => []);
  return model && detectionTimes(model);
};

const SLOW = "TCP_CHECK {\nconnect_timeout 10\nretry 3\ndelay_before_retry 3\n}";
const FAST = "TCP_CHECK {\nconnect_timeout 1\nretry 0\n}";
const pool = (...checks: readonly string[]): string =>
  `virtual_server 192.168.1.100 3306 {
    protocol TCP
    lb_algo wrr
    lb_kind DR
    delay_loop 6
    ${checks.map((check, index) => `real_server 192.168.1.${5 + index} 3306 {\n${check}\n}`).join("\n")}
}`;

test("a dead master: three adverts and the skew time", () => {
  const text = `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress { 192.168.1.100 }
}`;
  // 3 x 1 s + (256 - 100) / 256 s.
  expect(timesOf(text)).toEqual([{ kind: "master", name: "VI_1", worst: 3609.375 }]);
});

test.each([
  // delay_loop + 4 x 10 s + 3 x 3 s = 6 s + 49 s.
  ["as every try times out", [SLOW], { worst: 55_000, refused: 15_000 }],
  ["by the fastest of a server's checks", [`${SLOW}\n${FAST}`], { worst: 7000, refused: 6000 }],
  ["by the slowest server of the pool", [FAST, SLOW, FAST], { worst: 55_000, refused: 15_000 }],
  ["never, while one server has no check", [FAST, ""], null],
])("a dead real server: %s", (_, checks, slowest) => {
  expect(timesOf(pool(...checks))).toEqual([{ kind: "pool", name: "TCP 192.168.1.100 port 3306", slowest }]);
});
