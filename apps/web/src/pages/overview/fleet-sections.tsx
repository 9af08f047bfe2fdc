import { useTranslation } from "react-i18next";
import { DatabaseCard } from "../../components/database-card.tsx";
import { DirectorCard } from "../../components/director-card.tsx";
import { useTransitions } from "../../hooks/use-transitions.ts";
import { databaseHosts, directors } from "../../model/fleet.ts";
import type { LiveNode } from "../../stores/live-state.ts";
import { Empty, Panel } from "../../ui/panel.tsx";

interface Props {
  readonly nodes: readonly LiveNode[];
  readonly now: number;
}

export const DirectorsSection = ({ nodes, now }: Props) => {
  const { t } = useTranslation();
  const own = directors(nodes);
  const events = useTransitions();
  return (
    <Panel title={t("directors.title")}>
      {own.length === 0 ? <Empty>{t("directors.none")}</Empty> : null}
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
        {own.map((node) => (
          <DirectorCard key={node.name} node={node} events={events} now={now} />
        ))}
      </div>
    </Panel>
  );
};

export const DatabasesSection = ({ nodes, now }: Props) => {
  const { t } = useTranslation();
  const own = databaseHosts(nodes);
  return (
    <Panel title={t("databases.title")}>
      {own.length === 0 ? <Empty>{t("databases.none")}</Empty> : null}
      <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
        {own.map((node) => (
          <DatabaseCard key={node.name} node={node} now={now} />
        ))}
      </div>
    </Panel>
  );
};
