import type { Freshness } from "@baton/shared/contract/vip-verdict.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { cn } from "../util/cn.ts";

interface Props {
  readonly freshness: Freshness;
  readonly now: number;
  readonly className?: string;
}

/** How old the word of a witness is; unknown since then once its lease is over. */
export const Age = ({ freshness, now, className }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const { state, confirmedAt } = freshness;
  if (confirmedAt === null) return <span className={cn("text-unknown", className)}>{t("time.neverConfirmed")}</span>;
  if (state === "unknown")
    return (
      <span className={cn("font-semibold text-unknown", className)}>
        {t("time.unknownSince", { clock: words.clock(confirmedAt, now) })}
      </span>
    );
  return (
    <span className={cn("text-muted", className)}>
      {t("time.confirmed", { duration: words.duration(now - confirmedAt) })}
    </span>
  );
};
