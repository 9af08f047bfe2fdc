import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const text = (globals: string, own = ""): string => `global_defs {
  ${globals}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  ${own}
  virtual_ipaddress {
    192.168.1.100
  }
}
`;
const load = (globals: string, own?: string) =>
  loadConfig({ path: "test.conf", text: text(globals, own) }, () => [], { configId: "lvs1" });
const plain = { interface: "eth0", instance: null, syncId: 0, maxLength: null, port: null, ttl: null, group: null };

const lines: [string, string | undefined, object | undefined][] = [
  ["lvs_sync_daemon eth0 VI_1", undefined, { ...plain, instance: "VI_1", syncId: 51 }],
  ["lvs_sync_daemon eth0", undefined, plain],
  [
    "lvs_sync_daemon eth1 VI_1 id 7 maxlen 1400 port 9000 ttl 2 group 224.0.0.99",
    undefined,
    { interface: "eth1", instance: "VI_1", syncId: 7, maxLength: 1400, port: 9000, ttl: 2, group: "224.0.0.99" },
  ],
  ["", "lvs_sync_daemon_interface eth1", { ...plain, interface: "eth1", instance: "VI_1", syncId: 51 }],
  ["", undefined, undefined],
];

test.each(lines)("%s %s", (globals, own, settings) => {
  expect(load(globals, own).model?.globals.syncDaemon).toEqual(settings);
});

const wrong: [string, string][] = [
  ["lvs_sync_daemon eth0 VI_2", "config.unknown-tracker"],
  ["lvs_sync_daemon eth0 VI_1 id 300", "config.bad-value"],
  ["lvs_sync_daemon eth0 VI_1 ttl", "config.bad-value"],
  ["lvs_sync_daemon eth0 VI_1 group nowhere", "config.bad-address"],
];

test.each(wrong)("%s: %s", (globals, code) => {
  const { model, diagnostics } = load(globals);
  expect(model).toBeNull();
  expect(diagnostics.map((each) => each.code)).toEqual([code]);
});
