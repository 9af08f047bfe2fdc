import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";

/** "since 21:50:03, for 12 min": both instants are hub time. */
export const Since = ({ at, now, className }: { at: number; now: number; className?: string }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <time dateTime={new Date(at).toISOString()} className={className}>
      {t("time.sinceFor", { clock: words.clock(at, now), duration: words.duration(now - at) })}
    </time>
  );
};
