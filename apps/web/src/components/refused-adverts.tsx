import type { FactOf } from "@baton/shared/contract/facts.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { hubInstant } from "../model/fleet.ts";
import { advertProblem } from "../model/problem-text.ts";
import type { LiveNode } from "../stores/live-state.ts";
import { Badge } from "../ui/badge.tsx";
import { Said } from "./said.tsx";

interface Props {
  readonly node: LiveNode;
  readonly fact: FactOf<"virtual-router">;
  readonly now: number;
}

/** The adverts that a director did not listen to, counted by reason, with the last one of each. */
export const RefusedAdverts = ({ node, fact, now }: Props) => {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const reasons = Object.entries(fact.refusedAdverts).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <details className="mt-2" data-testid="refused-adverts">
      <summary>
        <Badge tone="warn">{t("directors.refused", { count: total })}</Badge>
      </summary>
      <ul className="mt-1 grid gap-1 text-[13px]">
        {reasons.map(([reason, count]) => {
          const last = fact.refusals?.find((one) => one.reason === reason);
          return (
            <li key={reason}>
              <b>{words.count(count)}</b> {advertProblem(t, i18n, reason)}
              {last === undefined ? null : (
                <span className="block text-muted">
                  {t("directors.lastRefused", { clock: words.clock(hubInstant(node, last.at), now), from: last.from })}{" "}
                  <Said sentence={last.detail} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
};
