import type { KeywordSpec } from "@baton/shared/config/keyword.ts";
import { useTranslation } from "react-i18next";
import { keywordHelp } from "../../editor/keyword-help.ts";
import { cn } from "../../util/cn.ts";

const TONE = { plain: "", muted: "text-muted", warn: "text-warn", bad: "text-bad" } as const;

/** What the word at the cursor means, for keyboards and fingers, which cannot point. */
export const KeywordLine = ({ spec }: { spec: KeywordSpec | null }) => {
  const { t, i18n } = useTranslation();
  return (
    <p data-testid="config-keyword" className="mt-1.5 min-h-10 text-[13px]">
      {spec === null ? (
        <span className="text-muted">{t("config.help.hint")}</span>
      ) : (
        <>
          <code className="font-mono font-semibold">{spec.name}</code>
          {keywordHelp(spec, t, i18n.language.startsWith("zh")).map(({ tone, text }) => (
            <span key={text} className={cn("ml-2", TONE[tone])}>
              {text}
            </span>
          ))}
        </>
      )}
    </p>
  );
};
