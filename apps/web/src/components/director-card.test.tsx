import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { masterRouter } from "@baton/shared/contract/test-facts.ts";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import type { Language } from "../i18n/languages.ts";
import { director } from "../model/test-nodes.ts";
import { DirectorCard } from "./director-card.tsx";

afterEach(cleanup);

const NOW = Date.UTC(2026, 0, 2, 12, 0, 0);

const transition: StoredEvent = {
  ...{ id: 1, node: "lvs1", receivedAt: NOW, boot: "boot-0001", seq: 1, kind: "vrrp.transition", severity: "info" },
  ...{ at: NOW - 60_000, subject: "VI_1", text: "", data: { from: "backup", to: "master", cause: "priority 255" } },
};

const draw = (language: Language = "en") => {
  const fact = masterRouter({
    refusedAdverts: { checksum: 2, moonbeam: 1, "auth-data": 7 },
    refusals: [{ reason: "auth-data", from: "192.168.1.11", detail: "wrong password, they say", at: NOW - 5_000 }],
    lateness: {
      longestMs: 120.4,
      buckets: [
        { belowMs: 1, count: 900 },
        { belowMs: null, count: 1 },
      ],
    },
  });
  const card = <DirectorCard node={director("lvs1", NOW, [fact])} events={[transition]} now={NOW} />;
  return drawPage(card, () => ({ status: 404, body: null }), language);
};

test("refused adverts by reason, the most frequent first, with the last one", async () => {
  await draw();
  const text = screen.getByTestId("refused-adverts").textContent;
  expect(text).toMatch(
    /10 adverts refused7 wrong password.*from 192\.168\.1\.11: wrong password, they say2 wrong checksum1 moonbeam/,
  );
});

test("changes of state with their causes, and the lateness of the timers", async () => {
  await draw();
  expect(screen.getByTestId("transitions").textContent).toMatch(/BACKUP to MASTERpriority 255/);
  expect(screen.getByTestId("lateness").textContent).toMatch(
    /120.* ms late at worst.*up to 1 ms: 900 of 901.*later: 1 of 901/,
  );
});

test("it speaks Chinese", async () => {
  await draw("zh-CN");
  expect(screen.getByTestId("refused-adverts").textContent).toContain("7 密码错误");
  expect(screen.getByTestId("transitions").textContent).toContain("BACKUP 变为 MASTER");
});
