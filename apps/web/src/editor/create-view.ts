import { formatText } from "@baton/shared/config/format.ts";
import type { KeywordSpec } from "@baton/shared/config/keyword.ts";
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { i18n } from "i18next";
import { configAssist, keywordAtCursor } from "./assist.ts";
import { configHighlighting } from "./config-language.ts";
import { configTheme } from "./config-theme.ts";
import { checkedText } from "./marks.ts";
import { samePlace } from "./places.ts";

export interface ViewOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly words: i18n;
  readonly onChange: () => void;
  /** The keyword that the cursor stands at, or null. */
  readonly onKeyword: (spec: KeywordSpec | null) => void;
}

/** What depends on the page's language; exchanged when that changes. */
const spoken = new Compartment();

const spokenPart = (label: string, phrases: Readonly<Record<string, string>>): Extension => [
  EditorState.phrases.of(phrases),
  EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", translate: "no", tabindex: "0" }),
];

export const speak = (view: EditorView, label: string, phrases: Readonly<Record<string, string>>): void =>
  view.dispatch({ effects: spoken.reconfigure(spokenPart(label, phrases)) });

/** Tab is left to the browser, so that the keyboard gets out of the editor as well as in. */
export const createView = ({ parent, text, label, words, onChange, onKeyword }: ViewOptions): EditorView =>
  new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        foldGutter(),
        codeFolding(),
        history(),
        drawSelection(),
        dropCursor(),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        configHighlighting,
        configAssist(words),
        configTheme,
        checkedText,
        spoken.of(spokenPart(label, {})),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          // The page lists problems itself, so the panel of its own has no key.
          { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange();
          if (update.docChanged || update.selectionSet) onKeyword(keywordAtCursor(update.state));
        }),
      ],
    }),
  });

/** Another text, the cursor at `anchor`, as one step that undo takes back. */
export const replaceText = (view: EditorView, text: string, anchor = 0): void => {
  if (view.state.doc.toString() === text) return;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor },
    scrollIntoView: true,
    userEvent: "input.replace",
  });
};

/** The text in its usual form; the cursor stays at the same word. */
export const formatView = (view: EditorView): void => {
  const text = view.state.doc.toString();
  const formatted = formatText(text);
  replaceText(view, formatted, samePlace(text, view.state.selection.main.head, formatted));
};
