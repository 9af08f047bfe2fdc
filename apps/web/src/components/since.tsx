import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";

interface Props {
  /** Hub time, like `now`. */
  readonly at: number;
  readonly now: number;
  /** The name beside it says "since" already. */
  readonly bare?: boolean;
  /** A fact that is not confirmed has no length so far. */
  readonly fresh?: boolean;
  readonly className?: string;
}

/** "since 21:50:03, for 12 min". */
export const Since = ({ at, now, bare = false, fresh = true, className }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const clock = words.clock(at, now);
  const duration = words.duration(now - at);
  return (
    <time dateTime={new Date(at).toISOString()} className={className}>
      {fresh ? t(bare ? "time.clockFor" : "time.sinceFor", { clock, duration }) : clock}
    </time>
  );
};
