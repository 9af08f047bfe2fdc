import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { CheckedText } from "../../editor/check.ts";
import { summarise } from "../../model/config-summary.ts";
import { Alert } from "../../ui/alert.tsx";
import { Card, Panel } from "../../ui/panel.tsx";
import { ProblemList } from "./problem-list.tsx";
import { Summary } from "./summary.tsx";

interface Props {
  /** Null until the text has been checked once. */
  readonly checked: CheckedText | null;
  readonly empty: boolean;
  readonly onVisit: (diagnostic: Diagnostic, what: "go" | "fix") => void;
}

/** Beside an editor: what is wrong with its text, and what the text means. */
export const SidePanel = ({ checked, empty, onVisit }: Props) => {
  const { t } = useTranslation();
  const model = checked?.model ?? null;
  const summary = useMemo(() => (model === null ? null : summarise(model)), [model]);
  if (checked === null) return null;
  const { diagnostics, includes } = checked;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return (
    <div className="grid min-w-0 grid-cols-1 content-start gap-4">
      <Panel
        title={t("config.problems")}
        aside={
          <span role="status" className="text-[13px] text-muted">
            {empty ? null : t("config.counts", { errors, warnings: diagnostics.length - errors })}
          </span>
        }
      >
        <ProblemList
          label={t("config.problems")}
          diagnostics={diagnostics}
          none={t(empty ? "config.empty" : "config.noProblems")}
          onVisit={onVisit}
        />
        {includes.length > 0 ? (
          <Alert tone="info" className="mt-2">
            {t("config.includes", { patterns: includes.join(", ") })}
          </Alert>
        ) : null}
      </Panel>
      {empty ? null : (
        <Panel title={t("config.summary.title")}>
          {summary === null ? (
            <Card className="px-3 py-2 text-muted">{t("config.summary.broken")}</Card>
          ) : (
            <Summary summary={summary} />
          )}
        </Panel>
      )}
    </div>
  );
};
