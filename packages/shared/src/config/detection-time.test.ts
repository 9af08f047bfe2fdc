import { expect, test } from "vitest";
import { detectionTimes } from "./detection-time.ts";
import { loadConfig } from "./load.ts";

test("the times that the arithmetic of the RFC and of the checker give", () => {
  const text = `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress { 192.168.1.100 }
}
virtual_server 192.168.1.100 3306 {
    protocol TCP
    lb_algo wrr
    lb_kind DR
    delay_loop 6
    real_server 192.168.1.5 3306 {
        TCP_CHECK {
            connect_timeout 10
            retry 3
            delay_before_retry 3
        }
    }
}`;
  const { model } = loadConfig({ path: "k.conf", text }, () => []);
  // 3 x 1 s + (256 - 100) / 256 s; delay_loop + 4 x 10 s + 3 x 3 s = 6 s + 49 s.
  expect(model && detectionTimes(model)).toEqual([
    { what: "the master of VI_1", worst: 3609.375, refused: null },
    { what: "real server 192.168.1.5 port 3306 of TCP 192.168.1.100 port 3306", worst: 55_000, refused: 15_000 },
  ]);
});
