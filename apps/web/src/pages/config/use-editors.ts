import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { lintPair } from "@baton/shared/config/lint-pair.ts";
import { modernise, type Rewrite } from "@baton/shared/config/modernise.ts";
import type { EditorView } from "@codemirror/view";
import { useMemo, useRef, useState } from "react";
import type { CheckedText } from "../../editor/check.ts";
import { formatView, replaceText } from "../../editor/create-view.ts";
import { EXAMPLE } from "../../editor/example.ts";
import { applyFix, goTo } from "../../editor/marks.ts";
import { readFile } from "../../editor/read-file.ts";
import { useConfigTexts } from "../../hooks/use-config-texts.ts";
import { isSide, type Side } from "../../model/config-sides.ts";
import { saveText } from "../../util/save-text.ts";

/** What the last action has to say. */
export type Notice =
  | { readonly kind: "too-large" | "not-text" | "gb18030" }
  | { readonly kind: "modernised"; readonly rewrites: readonly Rewrite[] };

type PerSide<T> = Readonly<Record<Side, T>>;
const NOBODY = { A: null, B: null } as const;
const NONE: readonly Diagnostic[] = [];

/** The two editors of the page and all that its buttons do. `side` is the one being shown. */
export const useEditors = () => {
  const texts = useConfigTexts();
  const views = useRef<Record<Side, EditorView | null>>({ ...NOBODY });
  const [side, setSide] = useState<Side>("A");
  const [checked, setChecked] = useState<PerSide<CheckedText | null>>(NOBODY);
  const [empty, setEmpty] = useState<PerSide<boolean>>({ A: texts.A === "", B: texts.B === "" });
  const [notice, setNotice] = useState<Notice | null>(null);
  const pair = usePair(empty.A ? null : checked.A, empty.B ? null : checked.B);

  const put = (text: string): void => {
    const view = views.current[side];
    if (view) replaceText(view, text);
    view?.focus();
  };
  const current = (): string => views.current[side]?.state.doc.toString() ?? "";

  return {
    side,
    checked,
    empty,
    notice,
    pair,
    textOf: (one: Side): string => texts[one],
    show: (one: Side): void => {
      setSide(one);
      setNotice(null);
    },
    attach: (one: Side, view: EditorView | null): void => {
      views.current[one] = view;
    },
    keep: (one: Side, text: string): void => {
      texts[one] = text;
      if (empty[one] !== (text === "")) setEmpty((before) => ({ ...before, [one]: text === "" }));
    },
    take: (one: Side, result: CheckedText): void => setChecked((before) => ({ ...before, [one]: result })),
    open: async (file: File): Promise<void> => {
      const read = await readFile(file);
      setNotice(read.ok ? (read.encoding === "UTF-8" ? null : { kind: "gb18030" }) : { kind: read.reason });
      if (read.ok) put(read.text);
    },
    example: (): void => put(EXAMPLE[side]),
    format: (): void => {
      const view = views.current[side];
      if (view) formatView(view);
      view?.focus();
    },
    modernise: (): void => {
      const { text, rewrites } = modernise(current());
      setNotice({ kind: "modernised", rewrites });
      if (rewrites.length > 0) put(text);
    },
    save: (): void => saveText(`keepalived-${side}.conf`, current()),
    /** A finding of the comparison may stand in the other text, whose tab has to be shown first. */
    visit: (diagnostic: Diagnostic, what: "go" | "fix"): void => {
      const { path } = diagnostic.range;
      if (!isSide(path)) return;
      setSide(path);
      requestAnimationFrame(() => {
        const view = views.current[path];
        if (view) (what === "go" ? goTo : applyFix)(view, diagnostic);
      });
    },
  };
};

/** What does not fit between the two, as a whole and by the side it stands on; null while either has errors. */
const usePair = (a: CheckedText | null, b: CheckedText | null) => {
  const [mine, other] = [a?.model, b?.model];
  return useMemo(() => {
    const found = mine && other ? lintPair(mine, other) : null;
    const of = (one: Side) => found?.filter(({ range }) => range.path === one) ?? NONE;
    return { found, A: of("A"), B: of("B") };
  }, [mine, other]);
};
