import { useState } from "react";
import { useTranslation } from "react-i18next";
import { WeightDialog, type WeightTarget } from "../../forms/weight-dialog.tsx";
import { holdersOf, routers } from "../../model/fleet.ts";
import { services } from "../../model/services.ts";
import type { LiveNode } from "../../stores/live-state.ts";
import { RealServerTable } from "../../table/real-server-table.tsx";
import { Empty, Panel } from "../../ui/panel.tsx";

interface Props {
  readonly nodes: readonly LiveNode[];
  readonly now: number;
  readonly mayChange: boolean;
}

export const ServicesSection = ({ nodes, now, mayChange }: Props) => {
  const { t } = useTranslation();
  const [target, setTarget] = useState<WeightTarget | null>(null);
  const own = services(nodes, now);
  const all = routers(nodes, now);
  return (
    <Panel title={t("services.title")}>
      {own.length === 0 ? <Empty>{t("services.none")}</Empty> : null}
      <div className="grid grid-cols-1 gap-3">
        {own.map((service) => (
          <RealServerTable
            key={service.key}
            service={service}
            holders={holdersOf(service.key, all)}
            now={now}
            onWeight={mayChange ? (row) => setTarget({ virtualServer: service.key, row }) : null}
          />
        ))}
      </div>
      <WeightDialog target={target} onClose={() => setTarget(null)} />
    </Panel>
  );
};
