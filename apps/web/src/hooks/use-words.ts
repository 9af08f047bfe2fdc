import { useTranslation } from "react-i18next";
import { durationParts } from "../util/duration-parts.ts";
import { formatBytes, formatClock, formatCount, formatMs } from "../util/format.ts";

/** Times, lengths of time and figures in the reader's language. */
export const useWords = () => {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return {
    clock: (at: number, now: number): string => formatClock(at, now, language),
    /** A length of time in milliseconds, two largest units. */
    duration: (ms: number): string =>
      durationParts(ms)
        .map(({ unit, value }) => t(`duration.${unit}`, { value }))
        .join(t("duration.join")),
    /** A short period as configured: whole seconds as such, else milliseconds. */
    interval: (ms: number): string =>
      ms % 1000 === 0 ? t("duration.s", { value: ms / 1000 }) : `${formatCount(ms, language)} ms`,
    ms: (ms: number): string => formatMs(ms, language),
    bytes: (bytes: number): string => formatBytes(bytes, language),
    count: (count: number): string => formatCount(count, language),
  };
};
