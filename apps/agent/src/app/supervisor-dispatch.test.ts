import { millis } from "@baton/shared/base/duration.ts";
import { type Command, commandBodySchema } from "@baton/shared/contract/commands.ts";
import { expect, test } from "vitest";
import { virtualServer } from "./services/testbed/model.ts";
import { partFor, processesFor, targetOf } from "./supervisor-dispatch.ts";

const command = (body: Command["body"]): Command => ({ id: "c", deadline: 1, requestedBy: "ann", reason: "", body });

test.each([
  [["director"], ["services", "vrrp", "uplink"]],
  [["realserver"], ["host", "uplink"]],
  [["witness"], ["witness", "uplink"]],
  [
    ["witness", "director", "realserver"],
    ["services", "vrrp", "host", "witness", "uplink"],
  ],
  [[], ["uplink"]],
] as const)("%j runs %j", (roles, processes) => {
  expect(processesFor(roles, null)).toEqual(processes);
});

test("BFD has a process where a director's file has a session", () => {
  const position = { line: 1, column: 1 };
  const session = {
    name: "db1",
    range: { path: "t", start: position, end: position },
    neighbor: "192.168.1.5",
    source: null,
    minRx: 10,
    minTx: 10,
    idleTx: 1000,
    multiplier: 5,
    passive: false,
    ttl: 255,
    maxHops: 0,
    weight: 0,
    reverse: false,
  };
  const whole = { globals: { routerId: null }, virtualServers: [] };
  const withSession = { ...whole, bfdInstances: [session] };
  expect(processesFor(["director"], withSession)).toEqual(["services", "vrrp", "bfd", "uplink"]);
  expect(processesFor(["director"], whole)).toEqual(["services", "vrrp", "uplink"]);
  expect(processesFor(["witness"], withSession)).toEqual(["witness", "uplink"]);
});

test("mail has a process where somebody is written to about something", () => {
  const mail = {
    recipients: ["ops@example.org"] as const,
    from: null,
    server: { host: "127.0.0.1", port: 25 },
    connectTimeout: millis(30_000),
    helo: null,
    instances: ["VI_1"],
    withoutFaults: false,
    groups: [],
    quorumsByDefault: false,
    serversByDefault: false,
  };
  const modelOf = (instances: readonly string[]) => ({
    globals: { routerId: null, mail: { ...mail, instances } },
    virtualServers: [],
  });
  expect(processesFor(["director"], modelOf(["VI_1"]))).toEqual(["services", "vrrp", "mail", "uplink"]);
  expect(processesFor(["director"], modelOf([]))).toEqual(["services", "vrrp", "uplink"]);
  const checked = { ...modelOf([]), virtualServers: [virtualServer()] };
  expect(processesFor(["director"], checked)).toEqual(["services", "vrrp", "uplink"]);
  const asked = { ...checked, globals: { routerId: null, mail: { ...mail, instances: [], serversByDefault: true } } };
  expect(processesFor(["director"], asked)).toEqual(["services", "vrrp", "mail", "uplink"]);
});

test("every command of the contract has a process, and needs its role", () => {
  const bodies: Command["body"][] = [
    { kind: "takeover", instance: "VI_1", leaseMs: 1000 },
    { kind: "release", instance: "VI_1" },
    { kind: "probe-start", probeId: "p", address: "192.0.2.1", port: 1, intervalMs: 10, maxDurationMs: 1000 },
    { kind: "probe-stop", probeId: "p" },
    { kind: "weight", virtualServer: "v", realServer: "r", weight: 0, reason: "drain" },
    { kind: "weight-restore", virtualServer: "v", realServer: "r" },
  ];
  expect(bodies.map(({ kind }) => kind)).toEqual(commandBodySchema.options.map(({ shape }) => shape.kind.value));
  expect(bodies.map((body) => targetOf(command(body), ["director", "witness"]))).toEqual([
    "vrrp",
    "vrrp",
    "witness",
    "witness",
    "services",
    "services",
  ]);
  for (const body of bodies) {
    expect(targetOf(command(body), ["realserver"])).toMatchObject({ outcome: "refused", code: "command.wrong-role" });
  }
});

test("who does nothing about virtual servers does not hear of them", () => {
  const model = { virtualServers: [virtualServer()], globals: "whatever else" };
  for (const name of ["services", "mail"] as const) expect(partFor(name, model)).toBe(model);
  for (const name of ["vrrp", "bfd"] as const) expect(partFor(name, model)).toEqual({ ...model, virtualServers: [] });
  for (const name of ["uplink", "host", "witness"] as const) expect(partFor(name, model)).toBeNull();
});
