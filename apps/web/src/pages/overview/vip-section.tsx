import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { UserRole } from "@baton/shared/contract/http/session.ts";
import { freshness } from "@baton/shared/contract/vip-verdict.ts";
import { useTranslation } from "react-i18next";
import { Age } from "../../components/age.tsx";
import { ClientView } from "../../components/client-view.tsx";
import { DrillButton } from "../../components/drill-button.tsx";
import { ReleaseButton } from "../../components/release-button.tsx";
import { VipPanel } from "../../components/vip-panel.tsx";
import { mayOperate } from "../../hooks/use-session.ts";
import { useTitle } from "../../hooks/use-title.ts";
import { isAt, probes, type RouterView, routers } from "../../model/fleet.ts";
import type { LiveNode } from "../../stores/live-state.ts";
import { Empty, Panel } from "../../ui/panel.tsx";
import { overviewTitle } from "./title.ts";

interface Props {
  readonly nodes: readonly LiveNode[];
  readonly now: number;
  readonly role: UserRole | undefined;
  readonly hubLive: boolean;
  readonly drillRunning: boolean;
  readonly latestDrill: Drill | undefined;
  readonly onDrill: (instance: string) => void;
}

export const VipSection = ({ nodes, now, role, hubLive, drillRunning, latestDrill, onDrill }: Props) => {
  const { t } = useTranslation();
  const all = routers(nodes, now);
  useTitle(overviewTitle(t, all));
  const obstacle = !mayOperate(role) ? "viewer" : !hubLive ? "lost" : drillRunning ? "running" : null;
  const releasable = mayOperate(role) && hubLive && !drillRunning ? latestDrill?.instance : undefined;
  return (
    <Panel title={t("vip.title")}>
      {all.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">{t("vip.none")}</p>
          <p>{t("vip.noneHint")}</p>
        </Empty>
      ) : null}
      <div className="grid grid-cols-1 gap-3">
        {all.map((router) => (
          <VipPanel
            key={router.instance}
            router={router}
            now={now}
            drillRunning={drillRunning}
            age={<OwnersAge router={router} nodes={nodes} now={now} />}
            clientView={<ClientView probes={probesOf(router, nodes, now)} now={now} />}
            release={releasable === router.instance ? <ReleaseButton drillId={latestDrill?.id ?? ""} /> : null}
            actions={<DrillButton obstacle={obstacle} onPress={() => onDrill(router.instance)} />}
          />
        ))}
      </div>
    </Panel>
  );
};

/** The age of the oldest word that the verdict rests on. */
const OwnersAge = ({ router, nodes, now }: { router: RouterView; nodes: readonly LiveNode[]; now: number }) => {
  const words = nodes
    .filter(({ name }) => router.owner.holders.includes(name))
    .map((node) => freshness(node, "vrrp", now))
    .sort((a, b) => (a.confirmedAt ?? 0) - (b.confirmedAt ?? 0));
  const oldest = words[0];
  return oldest === undefined ? null : <Age freshness={oldest} now={now} />;
};

/** Probes of an address of this virtual router: "192.168.1.100:3306". */
const probesOf = (router: RouterView, nodes: readonly LiveNode[], now: number) =>
  probes(nodes, now).filter(({ fact }) => router.addresses.some((address) => isAt(fact.key, address)));
