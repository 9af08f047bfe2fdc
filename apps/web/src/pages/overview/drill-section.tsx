import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { useTranslation } from "react-i18next";
import { DrillView } from "../../components/drill-view.tsx";
import { DrillHistory } from "../../table/drill-history.tsx";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty, Panel } from "../../ui/panel.tsx";

interface Props {
  readonly drills: readonly Drill[];
  readonly failed: boolean;
  /** The one chosen from the history; null: the latest. */
  readonly chosen: string | null;
  readonly hubLive: boolean;
  readonly now: number;
  readonly onChoose: (id: string | null) => void;
}

export const DrillSection = ({ drills, failed, chosen, hubLive, now, onChoose }: Props) => {
  const { t } = useTranslation();
  const latest = drills[0];
  const shown = drills.find(({ id }) => id === chosen) ?? latest;
  return (
    <Panel
      title={t("drill.title")}
      aside={
        shown !== latest ? (
          <Button size="small" kind="quiet" onClick={() => onChoose(null)}>
            {t("drill.latest")}
          </Button>
        ) : null
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {failed ? <Alert tone="warn">{t("drill.loadFailed")}</Alert> : null}
        {latest === undefined ? <Empty>{t("drill.none")}</Empty> : null}
        {shown === undefined ? null : <DrillView drill={shown} now={now} hubLive={hubLive} />}
        {drills.length > 1 ? (
          <details>
            <summary className="py-1 font-semibold text-accent">
              {t("drill.history")} ({drills.length})
            </summary>
            <div className="mt-1">
              <DrillHistory drills={drills} shown={shown?.id ?? null} now={now} onShow={onChoose} />
            </div>
          </details>
        ) : null}
      </div>
    </Panel>
  );
};
