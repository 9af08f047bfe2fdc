import { expect, test } from "vitest";
import { HOST_NAMES, HOSTS, NAMESPACE_ROLES, namespaceName, networkPlan, VIP } from "./topology.ts";

const batches = networkPlan("abc123").flat();
const lines = batches.flatMap((batch) => batch.lines);

test("the hosts have the article's addresses", () => {
  expect(VIP).toBe("192.168.1.100");
  expect(HOST_NAMES.map((name) => HOSTS[name].lan)).toEqual([
    "192.168.1.2",
    "192.168.1.11",
    "192.168.1.5",
    "192.168.1.6",
    "192.168.1.50",
  ]);
});

test("there is no way out: no route, and no cable with an end outside the lab's namespaces", () => {
  expect(lines.filter((line) => line.startsWith("route") || line.includes("default"))).toEqual([]);
  const cables = lines.filter((line) => line.includes("type veth"));
  expect(cables).toHaveLength(2 * HOST_NAMES.length + 1);
  for (const cable of cables) {
    expect(cable).toMatch(/^link add (lan|mgt)-\w+ type veth peer name eth[01] netns baton-abc123-\w+$/);
  }
  const makers = batches.filter((batch) => batch.lines.some((line) => line.includes("type veth")));
  expect(makers.map((batch) => batch.namespace)).toEqual(["baton-abc123-switch"]);
});

test("every namespace is made once, before anything is done in it", () => {
  expect(batches[0]).toEqual({
    namespace: null,
    lines: NAMESPACE_ROLES.map((role) => `netns add ${namespaceName("abc123", role)}`),
  });
  const touched = batches.slice(1).map((batch) => batch.namespace);
  expect(touched.toSorted()).toEqual(NAMESPACE_ROLES.map((role) => namespaceName("abc123", role)).toSorted());
});

test("no interface name is longer than the kernel's 15 characters", () => {
  const names = lines.flatMap((line) =>
    [...line.matchAll(/(?:peer name|link add) ([\w-]+)/g)].map((match) => match[1] ?? ""),
  );
  expect(names.filter((name) => name.length > 15 || name.length === 0)).toEqual([]);
});
