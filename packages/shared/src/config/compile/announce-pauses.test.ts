import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (text: string) => loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });

test("intervals of every interface, and of the interfaces of a group together", () => {
  const { model, diagnostics } = load(`global_defs {
  vrrp_garp_interval 0.1
}
garp_group {
  gna_interval 0.02
  interface eth0
}
garp_group {
  garp_interval 2
  interfaces {
    eth1 eth2
    eth3
  }
}
`);
  expect(diagnostics).toEqual([]);
  expect(model?.globals.announcePauses).toEqual({
    each: { arp: 100, neighbor: 0 },
    groups: [
      { arp: 0, neighbor: 20, interfaces: ["eth0"] },
      { arp: 2000, neighbor: 0, interfaces: ["eth1", "eth2", "eth3"] },
    ],
  });
});

test("0 is none, as in the default file of RHEL 7", () => {
  const { model, diagnostics } = load("global_defs {\n  vrrp_garp_interval 0\n  vrrp_gna_interval 0\n}\n");
  expect(diagnostics).toEqual([]);
  expect(model?.globals).not.toHaveProperty("announcePauses");
});
