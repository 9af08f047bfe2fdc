import { expect, test } from "vitest";
import { type RawSettings, resolveSettings } from "./settings.ts";

const resolve = (raw: Partial<RawSettings>) => resolveSettings({ stateDir: "/var/lib/baton", ...raw }, "host1");

test("a configuration alone makes a director named after the host", () => {
  expect(resolve({ config: "/etc/keepalived/keepalived.conf" })).toEqual({
    ok: true,
    value: {
      name: "host1",
      stateDir: "/var/lib/baton",
      roles: ["director"],
      configPath: "/etc/keepalived/keepalived.conf",
      hub: null,
      loopbackVips: [],
      mysqlDefaultsFile: null,
      witnessTargets: [],
    },
  });
});

test.each<[Partial<RawSettings>, readonly string[]]>([
  [{ loopbackVip: ["192.168.1.100"] }, ["realserver"]],
  [{ witnessTarget: ["192.168.1.100:3306"] }, ["witness"]],
  [{ config: "c", loopbackVip: ["192.168.1.100"] }, ["director", "realserver"]],
  [{ role: ["witness", "director"], config: "c" }, ["director", "witness"]],
  [{ role: ["witness,director"], config: "c" }, ["director", "witness"]],
])("%j has the roles %j", (raw, roles) => {
  const result = resolve(raw);
  expect(result.ok && result.value.roles).toEqual(roles);
});

test.each<[Partial<RawSettings>, string]>([
  [{}, "--role: say what this agent is for"],
  [{ role: ["master"] }, '--role: "master" is not one of'],
  [{ role: ["director"] }, "--config: a director needs"],
  [{ role: ["realserver"] }, "--loopback-vip: a real server needs"],
  [{ loopbackVip: ["192.168.1.300"] }, '--loopback-vip: "192.168.1.300" is not an IP address'],
  [{ config: "c", hub: "hub:3000" }, "--hub:"],
  [{ config: "c", hub: "http://u:p@hub" }, "--hub:"],
  [{ config: "c", name: "" }, "--name:"],
  [{ config: "c", witnessTarget: ["192.168.1.1"] }, "--witness-target:"],
  [{ config: "c", witnessTarget: ["[2001:db8::1]:0"] }, "--witness-target:"],
  [{ config: "c", stateDir: `/${"x".repeat(120)}` }, "--state-dir:"],
])("%j is refused: %s", (raw, sentence) => {
  const result = resolve(raw);
  expect(result.ok ? [] : result.error.filter((error) => error.startsWith(sentence))).toHaveLength(1);
});

test("addresses are canonical and given once; a hub's address loses its last slash", () => {
  const result = resolve({
    loopbackVip: ["2001:DB8::0100", "2001:db8::100"],
    hub: "http://10.0.0.1:3000/",
    witnessTarget: ["[2001:db8::1]:3306"],
  });
  if (!result.ok) throw new Error(result.error.join());
  expect(result.value.loopbackVips).toEqual(["2001:db8::100"]);
  expect(result.value.hub?.url).toBe("http://10.0.0.1:3000");
  expect(result.value.witnessTargets).toEqual([{ address: "2001:db8::1", port: 3306 }]);
});
