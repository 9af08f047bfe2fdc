import { useTranslation } from "react-i18next";
import { useLive } from "../hooks/use-live.ts";
import { useWords } from "../hooks/use-words.ts";
import { Alert } from "../ui/alert.tsx";

/** Says that the page has lost the hub, and that nothing on it counts meanwhile. */
export const LinkBanner = () => {
  const { t } = useTranslation();
  const words = useWords();
  const { link, malformed } = useLive();
  const now = Date.now();
  return (
    <>
      {link.state === "lost" ? (
        <Alert tone="bad" urgent className="rounded-none px-4" testId="link-lost">
          <p className="font-semibold">
            {t("link.lostSince", {
              clock: words.clock(link.since, now),
              duration: words.duration(now - link.since),
            })}
          </p>
          <p>{t("link.lostDetail")}</p>
        </Alert>
      ) : null}
      {malformed > 0 ? (
        <Alert tone="warn" className="rounded-none px-4">
          {t("link.malformed", { count: malformed })}
        </Alert>
      ) : null}
    </>
  );
};
