import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { renderDiagnostic } from "./render-diagnostic.ts";

const fixture = (name: string) => {
  const path = `conformance/config/valid/${name}`;
  return { path, text: readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8") };
};

test.each([
  ["article-lvs1.conf", "LVS1", "MASTER", 100],
  ["article-lvs2.conf", "LVS2", "BACKUP", 90],
])("%s compiles with the nb_get_retry warning alone", (file, routerId, initialState, priority) => {
  const { model, diagnostics } = loadConfig(fixture(file), () => []);
  expect(diagnostics.map(({ severity, code, range }) => [severity, code, range.start.line])).toEqual([
    ["warning", "config.nb-get-retry", 31],
    ["warning", "config.nb-get-retry", 40],
  ]);
  expect(model?.globals.routerId).toBe(routerId);
  expect(model?.vrrpInstances).toMatchObject([
    {
      name: "VI_1",
      interface: "eth0",
      virtualRouterId: 51,
      version: 2,
      initialState,
      priority,
      advertInterval: 1000,
      downTimerAdverts: 3,
      authentication: { type: "PASS", password: "1111" },
      preempt: true,
      preemptDelay: 0,
      virtualAddresses: [{ address: "192.168.1.100", prefixLength: 32, interface: "eth0", label: null }],
      excludedAddresses: [],
      sourceAddress: null,
      garp: {
        repeat: 5,
        delay: 5000,
        refresh: 0,
        refreshRepeat: 1,
        lowerPriorityRepeat: 5,
        lowerPriorityDelay: 5000,
      },
    },
  ]);
  const checker = {
    kind: "TCP_CHECK",
    connectPort: 3306,
    connectTimeout: 3000,
    retry: 3,
    delayBeforeRetry: 3000,
    delayLoop: 6000,
    warmup: 6000,
  };
  expect(model?.virtualServers).toMatchObject([
    {
      protocol: "TCP",
      address: "192.168.1.100",
      port: 3306,
      scheduler: "wrr",
      forwarding: "DR",
      persistenceTimeout: 50_000,
      delayLoop: 6000,
      quorum: 1,
      hysteresis: 0,
      realServers: [
        {
          address: "192.168.1.5",
          port: 3306,
          weight: 3,
          forwarding: "DR",
          inhibitOnFailure: false,
          checkers: [checker],
        },
        {
          address: "192.168.1.6",
          port: 3306,
          weight: 3,
          forwarding: "DR",
          inhibitOnFailure: false,
          checkers: [checker],
        },
      ],
    },
  ]);
});

test("a problem is shown with its line and a caret", () => {
  const main = {
    path: "k.conf",
    text: "vrrp_instance VI_1 {\n\tinterface eth0\n\tprioritty 100\n\tvirtual_router_id 5\n virtual_ipaddress {\n 10.0.0.1\n }\n}\n",
  };
  const { model, diagnostics, sources } = loadConfig(main, () => []);
  expect(model).toBeNull();
  expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources)).join("\n")).toBe(
    [
      "k.conf:3:2: error: unknown keyword 'prioritty' in vrrp_instance [config.unknown-keyword]",
      "        prioritty 100",
      "        ^^^^^^^^^ did you mean 'priority'?",
    ].join("\n"),
  );
});
