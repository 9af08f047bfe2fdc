import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { useTranslation } from "react-i18next";
import { stepText } from "../model/drill-text.ts";
import { formatOffset } from "../util/format.ts";

/** The steps of a drill as a timeline, counted from its request. */
export const DrillSteps = ({ drill }: { drill: Drill }) => {
  const { t } = useTranslation();
  return (
    <div className="min-w-0">
      <h4 className="font-semibold text-[13px] text-muted">{t("drill.steps")}</h4>
      <ol className="mt-2 border-line border-l-2">
        {drill.steps.map((step) => (
          <li key={`${step.at} ${step.code} ${step.node ?? ""}`} className="relative pb-2.5 pl-4 last:pb-0">
            <span aria-hidden className="absolute top-1.5 -left-[5px] size-2 rounded-full bg-accent" />
            <p className="flex flex-wrap justify-between gap-x-3">
              <span className="font-medium">
                {t(`drill.step.${step.code}`)}
                {step.node === null ? "" : ` (${step.node})`}
              </span>
              <span className="font-mono text-[13px] text-muted">{formatOffset(step.at - drill.requestedAt)}</span>
            </p>
            <StepDetail step={step} />
          </li>
        ))}
      </ol>
    </div>
  );
};

const StepDetail = ({ step }: { step: Drill["steps"][number] }) => {
  const { t, i18n } = useTranslation();
  const { text, lang } = stepText(t, i18n, step);
  return text === "" ? null : (
    <p lang={lang} className="break-words text-[13px] text-muted">
      {text}
    </p>
  );
};
