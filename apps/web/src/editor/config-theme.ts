import { EditorView } from "@codemirror/view";

/** Colours come from the page's own variables, so light and dark need no switch here. */
export const configTheme = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--panel)",
    height: "100%",
    fontSize: "13px",
  },
  // The frame around the editor shows the focus: here the gutter would cover a part of it.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--info-soft)",
  },
  ".cm-gutters": {
    backgroundColor: "var(--well)",
    color: "var(--muted)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--well) 60%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--unknown-soft)", color: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--ok-soft)", color: "var(--ok)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)", color: "var(--bad)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--unknown-soft)",
    border: "1px solid var(--line)",
    color: "var(--unknown)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "6px",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "14em" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: "0" },
  ".cm-diagnostic": { paddingInline: "10px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    borderRadius: "4px",
    padding: "2px 8px",
    font: "inherit",
  },
  ".cm-keyword-help": { padding: "8px 10px", display: "grid", gap: "4px", font: "13px/1.45 var(--font-sans)" },
  ".cm-keyword-help code": { fontFamily: "var(--font-mono)", fontWeight: "600" },
  ".cm-keyword-help .muted": { color: "var(--muted)" },
  ".cm-keyword-help .warn": { color: "var(--warn)" },
  ".cm-keyword-help .bad": { color: "var(--bad)" },
});
