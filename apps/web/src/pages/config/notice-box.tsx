import { useTranslation } from "react-i18next";
import { reasonOf } from "../../editor/spoken.ts";
import { Alert } from "../../ui/alert.tsx";
import type { Notice } from "./use-editors.ts";

/** More would push the editor out of sight. */
const SHOWN = 10;

export const NoticeBox = ({ notice }: { notice: Notice }) => {
  const { t, i18n } = useTranslation();
  if (notice.kind !== "modernised")
    return (
      <Alert tone={notice.kind === "gb18030" ? "info" : "bad"} urgent className="mb-3">
        {t(`config.notice.${notice.kind}`)}
      </Alert>
    );
  const { rewrites } = notice;
  const hidden = rewrites.length - SHOWN;
  return (
    <Alert tone={rewrites.length > 0 ? "ok" : "info"} urgent className="mb-3" testId="config-modernised">
      {rewrites.length === 0
        ? t("config.notice.nothingOld")
        : t("config.notice.modernised", { count: rewrites.length })}
      <ul>
        {rewrites.slice(0, SHOWN).map(({ line, before, after, reason }) => (
          <li key={`${line} ${before} ${after}`}>
            {line}: <code>{before}</code> → {after === null ? "∅" : <code>{after}</code>}{" "}
            <span lang={reasonOf(reason, i18n.language).lang}>
              {t("config.aside", { text: reasonOf(reason, i18n.language).text })}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 ? t("config.more", { count: hidden }) : null}
    </Alert>
  );
};
