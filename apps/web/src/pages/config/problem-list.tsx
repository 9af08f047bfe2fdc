import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { useTranslation } from "react-i18next";
import { fixLabel, messageOf, suggestionOf } from "../../editor/spoken.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/panel.tsx";

/** More would make the page slow, and nobody reads them before the first ones are gone. */
const SHOWN = 100;

interface Props {
  readonly label: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Said when there is nothing. */
  readonly none: string;
  /** Names the text that a finding points into. */
  readonly nameOf?: (diagnostic: Diagnostic) => string;
  readonly onVisit: (diagnostic: Diagnostic, what: "go" | "fix") => void;
}

export const ProblemList = ({ label, diagnostics, none, nameOf, onVisit }: Props) => {
  const { t } = useTranslation();
  if (diagnostics.length === 0) return <Card className="px-3 py-2 text-muted">{none}</Card>;
  const hidden = diagnostics.length - SHOWN;
  return (
    <Card>
      <ul aria-label={label} className="max-h-[32rem] divide-y divide-line overflow-y-auto">
        {diagnostics.slice(0, SHOWN).map((diagnostic, index) => (
          // Two may be alike in all but their number, and the list is always drawn as a whole.
          // biome-ignore lint/suspicious/noArrayIndexKey: there is no other name for one
          <Problem key={index} diagnostic={diagnostic} name={nameOf?.(diagnostic)} onVisit={onVisit} />
        ))}
      </ul>
      {hidden > 0 ? (
        <p className="border-line border-t px-3 py-2 text-muted">{t("config.more", { count: hidden })}</p>
      ) : null}
    </Card>
  );
};

interface ProblemProps extends Pick<Props, "onVisit"> {
  readonly diagnostic: Diagnostic;
  readonly name: string | undefined;
}

const Problem = ({ diagnostic, name, onVisit }: ProblemProps) => {
  const { t, i18n } = useTranslation();
  const { severity, code, range } = diagnostic;
  const message = messageOf(diagnostic, i18n.language);
  const suggestion = suggestionOf(diagnostic, i18n.language);
  const fix = fixLabel(diagnostic, t);
  return (
    <li data-testid="config-diagnostic" data-code={code} className="grid gap-1 px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={severity === "error" ? "bad" : "warn"}>{t(`config.severity.${severity}`)}</Badge>
        <Button size="small" kind="quiet" className="-ml-1 px-1" onClick={() => onVisit(diagnostic, "go")}>
          {name === undefined ? "" : `${name}, `}
          {t("config.at", { line: range.start.line, column: range.start.column })}
        </Button>
        <code className="text-muted text-xs">{code}</code>
      </div>
      <p className="break-words">
        <span lang={message.lang}>{message.text}</span>
        {suggestion === null ? null : (
          <span className="text-muted" lang={suggestion.lang}>
            {" "}
            {t("config.aside", { text: suggestion.text })}
          </span>
        )}
      </p>
      {fix === null ? null : (
        <Button size="small" className="justify-self-start" onClick={() => onVisit(diagnostic, "fix")}>
          {fix}
        </Button>
      )}
    </li>
  );
};
