import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import type { KeywordSpec } from "@baton/shared/config/keyword.ts";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CheckedText } from "../../editor/check.ts";
import { createChecker } from "../../editor/checker.ts";
import { createView, speak } from "../../editor/create-view.ts";
import { showMarks } from "../../editor/marks.ts";
import { fixLabel, sentenceOf } from "../../editor/spoken.ts";
import type { Side } from "../../model/config-sides.ts";
import { KeywordLine } from "./keyword-line.tsx";

/** Typing is checked when it pauses for this long. */
const PAUSE_MS = 250;

interface Props {
  readonly side: Side;
  readonly label: string;
  readonly text: string;
  /** What the comparison with the partner found in this text. */
  readonly pairFindings: readonly Diagnostic[];
  readonly onText: (text: string) => void;
  readonly onChecked: (checked: CheckedText) => void;
  readonly onView: (view: EditorView | null) => void;
}

export const EditorPane = ({ side, label, text, pairFindings, onText, onChecked, onView }: Props) => {
  const { t, i18n } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [keyword, setKeyword] = useState<KeywordSpec | null>(null);
  const [found, setFound] = useState<{ doc: Text; diagnostics: readonly Diagnostic[] } | null>(null);

  const take = useEffectEvent((own: EditorView, doc: Text, checked: CheckedText) => {
    if (own.state.doc !== doc) return;
    setFound({ doc, diagnostics: checked.diagnostics });
    onChecked(checked);
  });
  const keep = useEffectEvent((value: string) => onText(value));
  const open = useEffectEvent((parent: HTMLElement, onChange: () => void) => {
    const made = createView({ parent, text, label, words: i18n, onChange, onKeyword: setKeyword });
    setView(made);
    onView(made);
    return made;
  });
  const shut = useEffectEvent(() => onView(null));

  useEffect(() => {
    if (place.current === null) return;
    const checker = createChecker(side);
    let pause: ReturnType<typeof setTimeout> | undefined;
    const own = open(place.current, () => {
      clearTimeout(pause);
      pause = setTimeout(check, PAUSE_MS);
    });
    function check(): void {
      const { doc } = own.state;
      const value = doc.toString();
      keep(value);
      checker.check(value, (checked) => take(own, doc, checked));
    }
    check();
    return () => {
      clearTimeout(pause);
      keep(own.state.doc.toString());
      checker.close();
      own.destroy();
      shut();
    };
  }, [side]);

  useEffect(() => {
    if (view) speak(view, label, i18n.getResource(i18n.language, "translation", "config.phrases") ?? {});
  }, [view, label, i18n, i18n.language]);

  useEffect(() => {
    if (!view || !found) return;
    const words = {
      sentence: (diagnostic: Diagnostic) => sentenceOf(diagnostic, i18n.language),
      fix: (diagnostic: Diagnostic) => fixLabel(diagnostic, t),
    };
    showMarks(view, found.doc, [...found.diagnostics, ...pairFindings], words);
  }, [view, found, pairFindings, t, i18n.language]);

  return (
    <div className="min-w-0">
      <div
        ref={place}
        data-testid="config-editor"
        className="h-[min(70dvh,46rem)] min-h-72 overflow-hidden rounded-lg border border-line bg-panel focus-within:outline-2 focus-within:outline-accent"
      />
      <KeywordLine spec={keyword} />
    </div>
  );
};
