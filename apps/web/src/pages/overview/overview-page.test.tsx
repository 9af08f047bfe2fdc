import type { Fact } from "@baton/shared/contract/facts.ts";
import type { UserRole } from "@baton/shared/contract/http/session.ts";
import type { NodeView } from "@baton/shared/contract/hub-browser.ts";
import { realServer, VIP, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { LinkBanner } from "../../components/link-banner.tsx";
import { drawPage } from "../../hooks/test-page.tsx";
import type { HubSignal } from "../../stores/hub-socket.ts";
import { OverviewPage } from "./overview-page.tsx";

afterEach(cleanup);

const node = (name: string, facts: Fact[]): NodeView => ({
  name,
  roles: ["director"],
  version: "0.1.0",
  connected: true,
  connectedSince: Date.now(),
  clockOffsetMs: 0,
  picture: { seq: 1, facts, confirmed: { vrrp: Date.now(), services: Date.now() } },
});

const holding = virtualRouter({ state: "master", heldAddresses: [VIP] });
const picture = (): HubSignal => ({
  type: "picture",
  picture: {
    hubTime: Date.now(),
    nodes: [
      node("lvs1", [holding, virtualServer(), realServer("192.168.1.5")]),
      node("lvs2", [virtualRouter(), virtualServer(), realServer("192.168.1.5", { health: "down", weight: null })]),
    ],
    drill: null,
  },
});

const draw = async (role: UserRole) => {
  const search = { severity: "all", node: null, drill: null } as const;
  const page = await drawPage(
    <>
      <LinkBanner />
      <OverviewPage search={search} onSearch={() => undefined} />
    </>,
    (path) => {
      if (path.endsWith("/session"))
        return { status: 200, body: { user: { name: "eve", role }, setupNeeded: false, csrfToken: "token" } };
      if (path.includes("/events")) return { status: 200, body: { events: [], more: false } };
      return { status: 200, body: { drills: [] } };
    },
  );
  act(() => page.say(picture()));
  await screen.findByTestId("vip-owner");
  return page;
};

const owner = () => screen.getByTestId("vip-owner").textContent;
const drillButton = () => screen.getByTestId<HTMLButtonElement>("drill-button");

test("a picture fills the page", async () => {
  await draw("operator");
  expect(owner()).toBe("lvs1");
  expect(screen.getByTestId("director-lvs2").textContent).toContain("BACKUP");
  expect(screen.getByTestId("real-server-192.168.1.5").textContent).toContain("not in table");
  await waitFor(() => expect(drillButton().disabled).toBe(false));
});

test("a moved VIP is shown at the next delta", async () => {
  const { say } = await draw("operator");
  const move = (name: string, seq: number, fact: Fact): HubSignal => ({
    type: "delta",
    node: name,
    delta: { seq, changes: [{ op: "set", fact }] },
  });
  act(() => {
    say(move("lvs2", 2, holding));
    say(move("lvs1", 2, virtualRouter()));
  });
  await waitFor(() => expect(owner()).toBe("lvs2"));
});

test("a lost hub turns everything to unknown and says so", async () => {
  const { say } = await draw("operator");
  act(() => say({ type: "lost" }));
  await screen.findByTestId("link-lost");
  expect(owner()).toBe("Unknown");
  expect(screen.getByTestId("director-lvs1").textContent).toContain("UNKNOWN");
  expect(screen.getByTestId("real-server-192.168.1.5").textContent).toContain("unknown since");
  expect(drillButton().disabled).toBe(true);
});

test("an overridden weight is shown with its maker, end and reason, and can be changed", async () => {
  const { say } = await draw("operator");
  const overridden = { weight: 0, requestedBy: "eve", reason: "upgrade of db1", until: null };
  const traffic = { connections: 12, inPackets: 900, outPackets: 0, inBytes: 3_440_000, outBytes: 0 };
  const fact = realServer("192.168.1.5", { weight: 0, overridden, traffic });
  act(() => say({ type: "delta", node: "lvs1", delta: { seq: 2, changes: [{ op: "set", fact }] } }));
  await screen.findByText("overridden by eve, until restored, because: upgrade of db1");
  expect(screen.getByTestId("traffic").textContent).toBe("Traffic 12 connections, 3.4 MB in, 0 B out");
  fireEvent.click(await screen.findByTestId("weight-button"));
  expect(screen.getByLabelText<HTMLInputElement>("Restore").checked).toBe(true);
});

test("a viewer sees why there is no drill for them", async () => {
  await draw("viewer");
  expect(drillButton().disabled).toBe(true);
  expect(screen.getByText("Only an operator or administrator may start a drill.")).toBeDefined();
  expect(screen.queryByTestId("weight-button")).toBeNull();
});
