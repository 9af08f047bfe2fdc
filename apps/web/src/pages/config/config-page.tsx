import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { lintPair } from "@baton/shared/config/lint-pair.ts";
import type { EditorView } from "@codemirror/view";
import { Tabs } from "radix-ui";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CheckedText } from "../../editor/check.ts";
import { formatView, replaceText } from "../../editor/create-view.ts";
import { EXAMPLE } from "../../editor/example.ts";
import { applyFix, goTo } from "../../editor/marks.ts";
import { readFile } from "../../editor/read-file.ts";
import { useConfigTexts } from "../../hooks/use-config-texts.ts";
import { useTitle } from "../../hooks/use-title.ts";
import { isSide, SIDES, type Side } from "../../model/config-sides.ts";
import { Alert } from "../../ui/alert.tsx";
import { Panel } from "../../ui/panel.tsx";
import { saveText } from "../../util/save-text.ts";
import { EditorPane } from "./editor-pane.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SidePanel } from "./side-panel.tsx";
import { Toolbar } from "./toolbar.tsx";

type Notice = "too-large" | "not-text" | "gb18030";
const NOBODY = { A: null, B: null } as const;
const NONE: readonly Diagnostic[] = [];

/** Two files of a pair side by side in tabs. All of it happens in the browser; the hub never sees a text. */
export const ConfigPage = () => {
  const { t } = useTranslation();
  useTitle(`${t("config.title")} | ${t("app.name")}`);
  const texts = useConfigTexts();
  const views = useRef<Record<Side, EditorView | null>>({ ...NOBODY });
  const [side, setSide] = useState<Side>("A");
  const [checked, setChecked] = useState<Readonly<Record<Side, CheckedText | null>>>(NOBODY);
  const [empty, setEmpty] = useState<Readonly<Record<Side, boolean>>>({ A: texts.A === "", B: texts.B === "" });
  const [notice, setNotice] = useState<Notice | null>(null);
  const [a, b] = [empty.A ? null : checked.A?.model, empty.B ? null : checked.B?.model];
  const pair = useMemo(() => (a && b ? lintPair(a, b) : null), [a, b]);
  const pairOf = useMemo(() => {
    const of = (one: Side) => pair?.filter(({ range }) => range.path === one) ?? NONE;
    return { A: of("A"), B: of("B") };
  }, [pair]);

  const put = (text: string): void => {
    const view = views.current[side];
    if (view) replaceText(view, text);
    view?.focus();
  };
  const format = (): void => {
    const view = views.current[side];
    if (view) formatView(view);
    view?.focus();
  };
  const open = async (file: File): Promise<void> => {
    const read = await readFile(file);
    setNotice(read.ok ? (read.encoding === "UTF-8" ? null : "gb18030") : read.reason);
    if (read.ok) put(read.text);
  };
  /** A finding of the comparison may stand in the other text, whose tab has to be shown first. */
  const visit = (diagnostic: Diagnostic, act: (view: EditorView, diagnostic: Diagnostic) => void): void => {
    const { path } = diagnostic.range;
    if (!isSide(path)) return;
    setSide(path);
    requestAnimationFrame(() => {
      const view = views.current[path];
      if (view) act(view, diagnostic);
    });
  };
  const keep = (one: Side, text: string): void => {
    texts[one] = text;
    if (empty[one] !== (text === "")) setEmpty((before) => ({ ...before, [one]: text === "" }));
  };
  const go = (diagnostic: Diagnostic): void => visit(diagnostic, goTo);
  const fix = (diagnostic: Diagnostic): void => visit(diagnostic, applyFix);

  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <h2 className="font-bold text-lg">{t("config.title")}</h2>
        <p className="text-muted">{t("config.intro")}</p>
      </div>
      <Tabs.Root value={side} onValueChange={(value) => (isSide(value) ? setSide(value) : undefined)}>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <Tabs.List aria-label={t("config.title")} className="flex gap-1 rounded-md bg-unknown-soft p-1">
            {SIDES.map((one) => (
              <Tabs.Trigger
                key={one}
                value={one}
                data-testid={`config-tab-${one}`}
                className="rounded px-3 py-1 font-semibold data-[state=active]:bg-panel data-[state=inactive]:text-unknown"
              >
                {t(`config.side.${one}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <Toolbar
            empty={empty[side]}
            onOpen={(file) => void open(file)}
            onExample={() => put(EXAMPLE[side])}
            onFormat={format}
            onSave={() => saveText(`keepalived-${side}.conf`, views.current[side]?.state.doc.toString() ?? "")}
          />
        </div>
        {notice === null ? null : (
          <Alert tone={notice === "gb18030" ? "info" : "bad"} urgent className="mb-3">
            {t(`config.notice.${notice}`)}
          </Alert>
        )}
        {SIDES.map((one) => (
          <Tabs.Content key={one} value={one} forceMount className="data-[state=inactive]:hidden">
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <EditorPane
                side={one}
                label={t("config.editorLabel", { side: t(`config.side.${one}`) })}
                text={texts[one]}
                pairFindings={pairOf[one]}
                onText={(text) => keep(one, text)}
                onChecked={(result) => setChecked((before) => ({ ...before, [one]: result }))}
                onView={(view) => {
                  views.current[one] = view;
                }}
              />
              <SidePanel checked={checked[one]} empty={empty[one]} onGo={go} onFix={fix} />
            </div>
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <Panel title={t("config.pair.title")}>
        <div data-testid="config-pair">
          <ProblemList
            label={t("config.pair.title")}
            diagnostics={pair ?? NONE}
            none={t(pair === null ? "config.pair.waiting" : "config.pair.none")}
            nameOf={({ range }) => (isSide(range.path) ? t(`config.side.${range.path}`) : range.path)}
            onGo={go}
            onFix={fix}
          />
        </div>
      </Panel>
    </div>
  );
};
