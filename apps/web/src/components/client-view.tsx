import { useTranslation } from "react-i18next";
import { hubInstant, type Known } from "../model/fleet.ts";
import { TONE_TEXT, type Tone } from "../ui/tone.ts";
import { ToneIcon } from "../ui/tone-icon.tsx";
import { cn } from "../util/cn.ts";
import { Age } from "./age.tsx";
import { Said } from "./said.tsx";
import { Since } from "./since.tsx";

/** What a client of the VIP sees, by the witnesses that probe it. */
export const ClientView = ({ probes, now }: { probes: readonly Known<"probe">[]; now: number }) => {
  const { t } = useTranslation();
  return (
    <div className="text-[13px]">
      <p className="text-muted">{t("vip.client")}</p>
      {probes.length === 0 ? <p>{t("vip.noClient")}</p> : null}
      {probes.map((probe) => (
        <ProbeLine key={`${probe.node.name} ${probe.fact.key}`} probe={probe} now={now} />
      ))}
    </div>
  );
};

const ProbeLine = ({ probe: { node, fact, freshness }, now }: { probe: Known<"probe">; now: number }) => {
  const { t } = useTranslation();
  const tone: Tone = freshness.state === "unknown" ? "unknown" : fact.ok ? "ok" : "bad";
  const target = fact.key;
  return (
    <div>
      <p className={cn("flex items-center gap-1.5 font-semibold", TONE_TEXT[tone])}>
        <ToneIcon tone={tone} />
        {tone === "unknown" ? t("time.unknown") : t(fact.ok ? "vip.clientOk" : "vip.clientFailing", { target })}
      </p>
      {tone === "bad" && fact.lastError !== null ? (
        <p>
          <Said sentence={fact.lastError} />
        </p>
      ) : null}
      <p className="text-muted">{t("vip.clientFrom", { node: node.name })}</p>
      <p className="text-muted">
        {tone === "unknown" ? (
          <Age freshness={freshness} now={now} />
        ) : (
          <Since at={hubInstant(node, fact.since)} now={now} />
        )}
      </p>
    </div>
  );
};
