import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (line: string) =>
  loadConfig({ path: "test.conf", text: `static_ipaddress {\n  ${line}\n}\n` }, () => [], { configId: "lvs1" });

const plain = { address: "192.168.1.7", prefixLength: 32, interface: "eth0", label: null };

const lines: [string, object][] = [
  ["192.168.1.7", plain],
  [
    "192.168.1.7/24 brd + dev eth1 scope link",
    { prefixLength: 24, broadcast: "192.168.1.255", interface: "eth1", scope: 253 },
  ],
  ["192.168.1.7/26 brd -", { prefixLength: 26 }],
  ["192.168.1.7 brd 192.168.1.63 label eth0:1", { broadcast: "192.168.1.63", label: "eth0:1" }],
  ["192.168.1.7 peer 192.168.9.1/30 no_track", { prefixLength: 30, peer: "192.168.9.1", untracked: true }],
  ["192.168.1.7 home noprefixroute autojoin noprefixroute", { flags: ["home", "noprefixroute", "autojoin"] }],
  [
    "2001:db8::7/128 preferred_lft forever -nodad mngtmpaddr",
    { address: "2001:db8::7", prefixLength: 128, preferredLifetime: "forever", flags: ["mngtmpaddr"] },
  ],
];

test.each(lines)("%s", (line, address) => {
  const { model, diagnostics } = load(line);
  expect(diagnostics).toEqual([]);
  expect(model?.staticAddresses).toEqual([{ ...plain, ...address }]);
});

const wrong: [string, string][] = [
  ["192.168.1.7 192.168.1.8", "config.bad-address-option"],
  ["192.168.1.7 brd here", "config.bad-address"],
  ["192.168.1.7 peer 2001:db8::1", "config.bad-address"],
  ["192.168.1.7 scope nearby", "config.bad-value"],
  ["192.168.1.7 dev", "config.missing-value"],
  ["192.168.1.7 track_group H", "config.unknown-tracker"],
];

test.each(wrong)("%s: %s", (line, code) => {
  const { model, diagnostics } = load(line);
  expect(model).toBeNull();
  expect(diagnostics.map((each) => each.code)).toContain(code);
});
