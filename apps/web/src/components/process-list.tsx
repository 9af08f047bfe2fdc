import type { FactOf } from "@baton/shared/contract/facts.ts";
import { useTranslation } from "react-i18next";
import type { Known } from "../model/fleet.ts";
import type { Tone } from "../ui/tone.ts";
import { TONE_TEXT } from "../ui/tone.ts";
import { ToneIcon } from "../ui/tone-icon.tsx";
import { cn } from "../util/cn.ts";
import { Age } from "./age.tsx";

const TONE: Readonly<Record<FactOf<"process">["state"], Tone>> = {
  running: "ok",
  restarting: "warn",
  stopped: "bad",
};

/** The agent's own processes. */
export const ProcessList = ({ processes, now }: { processes: readonly Known<"process">[]; now: number }) => {
  const { t } = useTranslation();
  const first = processes[0];
  if (first === undefined) return null;
  return (
    <div className="mt-3 border-line border-t pt-2 text-[13px]">
      <p className="flex flex-wrap gap-x-3 text-muted">
        {t("directors.processes")}
        <Age freshness={first.freshness} now={now} />
      </p>
      <ul className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5">
        {processes.map(({ fact, freshness }) => {
          const tone = freshness.state === "fresh" ? TONE[fact.state] : "unknown";
          return (
            <li key={fact.key} className="flex items-center gap-1">
              <ToneIcon tone={tone} className={cn("size-3.5", TONE_TEXT[tone])} />
              <span className="font-medium">{fact.key}</span>
              <span className={tone === "ok" ? "text-muted" : TONE_TEXT[tone]}>
                {tone === "unknown" ? t("time.unknown") : t(`process.${fact.state}`)}
                {fact.restarts > 0 ? `, ${t("directors.restarts", { count: fact.restarts })}` : ""}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
