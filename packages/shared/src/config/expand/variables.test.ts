import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";
import { randomNumber } from "./random.ts";

const instance = (priority: string): string => `vrrp_instance V {
  interface eth0
  virtual_router_id 5
  priority ${priority}
  virtual_ipaddress {
    10.0.0.1
  }
}
`;

const load = (text: string, configId = "lvs1", environment: Record<string, string> = {}) =>
  loadConfig({ path: "/etc/k/k.conf", text }, () => [], { configId, environment: (name) => environment[name] ?? null });

test(`\${_RANDOM} is within its bounds, the same at each reading and another on each host`, () => {
  const priority = (configId: string) =>
    load(instance(`\${_RANDOM 50 200}`), configId).model?.vrrpInstances[0]?.priority;
  const values = new Set(Array.from({ length: 50 }, (_, index) => priority(`lvs${index}`)));
  expect(values.size).toBeGreaterThan(20);
  for (const value of values) expect(value).toSatisfy((n: number) => n >= 50 && n <= 200);
  expect(priority("lvs1")).toBe(priority("lvs1"));
  expect(randomNumber("7 7", "x", 0)).toBe("7");
  expect(Number(randomNumber("", "x", 3))).toBeLessThanOrEqual(32_767);
  for (const wrong of ["a", "2 1", "1 2 3", "-1"]) expect(randomNumber(wrong, "x", 0)).toBeNull();
});

test(`every \${_RANDOM} of a file is one of its own`, () => {
  const numbers = Array.from({ length: 20 }, (_, index) => randomNumber("", "lvs1", index));
  expect(new Set(numbers).size).toBeGreaterThan(15);
});

test(`\${_ENV NAME} is the variable's first line, and stays as it stands without one`, () => {
  const text = instance(`\${_ENV PRIORITY}`);
  expect(load(text, "a", { PRIORITY: "42" }).model?.vrrpInstances[0]?.priority).toBe(42);
  expect(load(text, "a", { PRIORITY: "42\n}\nvirtual_server" }).model?.vrrpInstances[0]?.priority).toBe(42);
  for (const found of [load(text), loadConfig({ path: "k.conf", text }, () => [])])
    expect(found.diagnostics.map(({ code }) => code)).toContain("config.unknown-macro");
});

test("a ~SEQ with an end alone counts from 1 up or from -1 down", () => {
  const names = (end: string): string[] | undefined =>
    load(`~SEQ(X, ${end}) vrrp_instance V\${X} { interface eth0 }\n`).diagnostics.map(({ message }) => message);
  expect(names("-2")?.filter((text) => text.includes("V-1") || text.includes("V-2"))).not.toEqual([]);
  expect(names("2")?.filter((text) => text.includes("V1") || text.includes("V2"))).not.toEqual([]);
});
