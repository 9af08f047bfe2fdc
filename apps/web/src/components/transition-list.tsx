import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import type { Transition } from "../model/transitions.ts";
import { Said } from "./said.tsx";

/** The last changes of state of one virtual router on one director, each with its cause. */
export const TransitionList = ({ transitions, now }: { transitions: readonly Transition[]; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
  if (transitions.length === 0) return null;
  return (
    <details className="mt-2 text-[13px]" data-testid="transitions">
      <summary className="text-muted">{t("directors.transitions")}</summary>
      <ol className="mt-1 grid gap-1">
        {transitions.map((transition) => (
          <li key={transition.id}>
            <span className="text-muted">{words.clock(transition.at, now)}</span>{" "}
            {t("directors.transition", { from: t(`state.${transition.from}`), to: t(`state.${transition.to}`) })}
            <Said sentence={transition.cause} className="block text-muted" />
          </li>
        ))}
      </ol>
    </details>
  );
};
