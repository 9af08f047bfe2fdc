import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import type { RouterView } from "../model/fleet.ts";
import { Alert } from "../ui/alert.tsx";
import { Card } from "../ui/panel.tsx";
import { TONE_EDGE, TONE_TEXT, type Tone } from "../ui/tone.ts";
import { ToneIcon } from "../ui/tone-icon.tsx";
import { cn } from "../util/cn.ts";
import { OwnerAnnouncement } from "./owner-announcement.tsx";
import { RouterWarnings } from "./router-warnings.tsx";
import { Since } from "./since.tsx";

export const VERDICT_TONE: Readonly<Record<RouterView["owner"]["verdict"], Tone>> = {
  one: "ok",
  nobody: "bad",
  several: "bad",
  unknown: "unknown",
};

interface Props {
  readonly router: RouterView;
  readonly now: number;
  readonly drillRunning: boolean;
  /** How old the owner's own word is. */
  readonly age: ReactNode;
  readonly clientView: ReactNode;
  readonly actions: ReactNode;
  /** Ends the takeover in force, where that is possible from here. */
  readonly release: ReactNode;
}

/** The answer the page exists for: who holds the VIP, since when, and how old that knowledge is. */
export const VipPanel = ({ router, now, drillRunning, age, clientView, actions, release }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const { owner, addresses, instance, vrid, takeoverUntil } = router;
  const vip = addresses.join(", ");
  const byDesign = owner.verdict === "several" && drillRunning;
  const tone = byDesign ? "warn" : VERDICT_TONE[owner.verdict];
  return (
    <Card className={cn("border-l-4 p-4 sm:p-5", TONE_EDGE[tone])}>
      <OwnerAnnouncement owner={owner} vip={vip} />
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <p className="text-muted">{t("vip.router", { instance, vrid })}</p>
          <p className={cn("mt-1 flex items-center gap-2 font-semibold text-sm", TONE_TEXT[tone])}>
            <ToneIcon tone={tone} className="size-5" />
            <span data-testid="vip-verdict" data-verdict={owner.verdict}>
              {t(`vip.verdict.${owner.verdict}`)}
            </span>
          </p>
          <p
            data-testid="vip-owner"
            className={cn(
              "mt-0.5 font-bold text-4xl tracking-tight sm:text-5xl",
              owner.verdict !== "one" && TONE_TEXT[tone],
            )}
          >
            <OwnerName owner={owner} />
          </p>
          <p className="mt-1 text-lg">{t(`vip.sentence.${owner.verdict}`, { vip })}</p>
          <p className="mt-1.5 flex flex-wrap gap-x-3 text-muted">
            <OwnerSince router={router} now={now} />
            {age}
          </p>
        </div>
        <div className="grid w-full gap-4 sm:w-auto sm:min-w-56 sm:max-w-xs">
          {actions}
          {clientView}
        </div>
      </div>
      <div className="mt-3 grid gap-2 empty:hidden">
        {byDesign ? <Alert tone="warn">{t("vip.severalInDrill")}</Alert> : null}
        {owner.unheard.length > 0 ? (
          <Alert tone="unknown">
            {t("vip.unheard", { count: owner.unheard.length, nodes: owner.unheard.join(t("vip.and")) })}
          </Alert>
        ) : null}
        <RouterWarnings warnings={router.warnings} now={now} />
        {takeoverUntil === null ? null : (
          <Alert tone="info" testId="vip-takeover">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <p>{t("vip.takeover", { clock: words.clock(takeoverUntil, now) })}</p>
              {release}
            </div>
          </Alert>
        )}
      </div>
    </Card>
  );
};

const OwnerName = ({ owner }: { owner: RouterView["owner"] }) => {
  const { t } = useTranslation();
  if (owner.verdict === "nobody" || owner.verdict === "unknown") return t(`vip.owner.${owner.verdict}`);
  return owner.holders.join(t("vip.and"));
};

const OwnerSince = ({ router: { owner }, now }: { router: RouterView; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
  if (owner.since === null) return <span>{t("time.neverConfirmed")}</span>;
  if (owner.verdict === "unknown")
    return (
      <span className="font-semibold text-unknown">
        {t("time.unknownSince", { clock: words.clock(owner.since, now) })}
      </span>
    );
  return <Since at={owner.since} now={now} />;
};
