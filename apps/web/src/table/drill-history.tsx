import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { useTranslation } from "react-i18next";
import { OUTCOME_TONE } from "../components/drill-tone.ts";
import { useWords } from "../hooks/use-words.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/panel.tsx";

interface Props {
  readonly drills: readonly Drill[];
  readonly shown: string | null;
  readonly now: number;
  readonly onShow: (id: string) => void;
}

export const DrillHistory = ({ drills, shown, now, onShow }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const heads = [t("drill.when"), t("drill.move"), t("drill.result"), t("drill.gap"), t("drill.who")];
  return (
    <Card className="overflow-hidden">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t("drill.history")} className="max-h-80 overflow-auto">
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{t("drill.history")}</caption>
          <thead className="sticky top-0 bg-well text-[13px]">
            <tr className="border-line border-b">
              {heads.map((head) => (
                <th key={head} scope="col" className="px-4 py-1.5 font-semibold">
                  {head}
                </th>
              ))}
              <th scope="col" className="px-4 py-1.5">
                <span className="sr-only">{t("drill.show")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {drills.map((drill) => (
              <tr key={drill.id} data-testid="drill-row" className="border-line border-b last:border-b-0">
                <td className="whitespace-nowrap px-4 py-1.5">{words.clock(drill.requestedAt, now)}</td>
                <td className="whitespace-nowrap px-4 py-1.5">
                  {drill.from === null || drill.to === null
                    ? drill.instance
                    : t("drill.moved", { from: drill.from, to: drill.to })}
                </td>
                <td className="px-4 py-1.5">
                  {drill.outcome === null ? (
                    <Badge tone="info">{t(`drill.state.${drill.state}`)}</Badge>
                  ) : (
                    <Badge tone={OUTCOME_TONE[drill.outcome]}>{t(`drill.outcome.${drill.outcome}`)}</Badge>
                  )}
                </td>
                <td className="whitespace-nowrap px-4 py-1.5 font-semibold">
                  {drill.report === null ? "" : `${words.ms(drill.report.longestGapMs)} ms`}
                </td>
                <td className="min-w-40 break-words px-4 py-1.5">
                  {drill.requestedBy} <span className="text-muted">{drill.reason}</span>
                </td>
                <td className="px-4 py-1.5 text-right">
                  <Button size="small" kind="quiet" disabled={drill.id === shown} onClick={() => onShow(drill.id)}>
                    {t(drill.id === shown ? "drill.showing" : "drill.show")}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
};
