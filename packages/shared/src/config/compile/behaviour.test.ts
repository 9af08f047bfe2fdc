import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (lines: string, globals = "", addresses = "192.168.1.100") => {
  const text = `global_defs {
  ${globals}
}
vrrp_instance V {
  interface eth0
  virtual_router_id 51
  ${lines}
  virtual_ipaddress {
    ${addresses}
  }
}
`;
  const { model, diagnostics } = loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
  return { model, instance: model?.vrrpInstances[0], codes: diagnostics.map(({ code }) => code) };
};

const forms: [lines: string, globals: string, object][] = [
  ["no_accept", "", { noAccept: true }],
  ["no_accept\n unicast_ttl 64", "", { noAccept: true, unicastTtl: 64 }],
  ["lower_prio_no_advert", "", { silentToWeaker: true }],
  ["", "vrrp_lower_prio_no_advert\n vrrp_higher_prio_send_advert", { silentToWeaker: true, advertBeforeYield: true }],
  ["", "vrrp_skip_check_adv_addr", { skipAddressCheck: true }],
  ["dont_track_primary\n promote_secondaries", "", { ignoresInterface: true, promotesSecondaries: true }],
  [
    "unicast_peer {\n 192.168.1.3 min_ttl 254\n 192.168.1.4 max_ttl 64 min_ttl 63\n 192.168.1.5\n }",
    "",
    {
      unicastPeers: ["192.168.1.3", "192.168.1.4", "192.168.1.5"],
      checkUnicastSource: true,
      peerTtls: [
        { address: "192.168.1.3", min: 254, max: 255 },
        { address: "192.168.1.4", min: 63, max: 64 },
      ],
    },
  ],
  ["timer_expired_backup", "", { stallPeerPriority: 0 }],
  ["timer_expired_backup 90", "", { stallPeerPriority: 90 }],
  ["unicast_fault_no_peer\n unicast_peer {\n }", "", { lacksPeer: true }],
  ["mcast_src_ip 192.168.1.2\n track_src_ip", "", { sourceAddress: "192.168.1.2", tracksSource: true }],
];

test.each(forms)("%s %s", (lines, globals, said) => {
  const { instance, codes } = load(`priority 100\n ${lines}`, globals);
  expect(codes).toEqual([]);
  expect(instance).toMatchObject(said);
});

test("the instance's own word counts, and the later of two", () => {
  expect(load("lower_prio_no_advert off\n priority 100", "vrrp_lower_prio_no_advert").instance).not.toHaveProperty(
    "silentToWeaker",
  );
  expect(load("no_accept\n accept\n priority 100").instance).not.toHaveProperty("noAccept");
});

test("v3_checksum_as_v2 for everybody, and not for one", () => {
  const globals = "v3_checksum_as_v2\n disable_local_igmp";
  const { instance, model } = load("priority 100\n version 3", globals);
  expect(instance?.checksumAsV2).toBe(true);
  expect(model?.globals.silentLocalGroups).toBe(true);
  expect(load("priority 100\n version 3\n v3_checksum_as_v2 off", globals).instance?.checksumAsV2).toBeUndefined();
});

test("vrrp_startup_delay and nftables", () => {
  const { model } = load(
    "priority 100",
    "vrrp_startup_delay 2.5\n nftables vips\n nftables_priority 5\n nftables_counters",
  );
  expect(model?.globals).toMatchObject({
    vrrpStartupDelay: 2500,
    firewall: { table: "vips", priority: 5, counters: true },
  });
});

test("strict mode leaves out what keepalived leaves out, and says so", () => {
  const authentication = "authentication {\n auth_type PASS\n auth_pass 1111\n }";
  const lines = `state MASTER\n priority 100\n ${authentication}\n accept\n preempt_delay 5\n higher_prio_send_advert`;
  const { instance, codes } = load(lines, "vrrp_strict");
  expect(codes.filter((code) => code === "config.strict")).toHaveLength(4);
  expect(instance).toMatchObject({
    authentication: null,
    initialState: "BACKUP",
    preemptDelay: 0,
    noAccept: true,
    silentToWeaker: true,
    garp: { lowerPriorityRepeat: 0 },
  });
  expect(instance).not.toHaveProperty("advertBeforeYield");
});

const accepting: [lines: string, globals: string, drops: boolean][] = [
  ["priority 100\n version 3", "vrrp_strict", true],
  ["priority 100\n version 3\n accept", "vrrp_strict", false],
  ["priority 255", "vrrp_strict", false],
  ["priority 100\n strict_mode off", "vrrp_strict", false],
  ["priority 100\n strict_mode", "", true],
];

test.each(accepting)("%s, %s: drops traffic: %s", (lines, globals, drops) => {
  expect(load(lines, globals).instance?.noAccept === true).toBe(drops);
});

test("strict mode sends from the macvlan, and wants an address", () => {
  const { instance, codes } = load("priority 100\n version 3\n strict_mode\n use_vmac\n vmac_xmit_base");
  expect(codes).toEqual(["config.strict"]);
  expect(instance?.advertInterface).toBe("vrrp.51");
  expect(load("priority 100\n strict_mode\n no_virtual_ipaddress", "", "").codes).toContain("config.no-address");
});
