import { Tabs } from "radix-ui";
import { useTranslation } from "react-i18next";
import { useTitle } from "../../hooks/use-title.ts";
import { isSide, SIDES } from "../../model/config-sides.ts";
import { Panel } from "../../ui/panel.tsx";
import { EditorPane } from "./editor-pane.tsx";
import { NoticeBox } from "./notice-box.tsx";
import { ProblemList } from "./problem-list.tsx";
import { SidePanel } from "./side-panel.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useEditors } from "./use-editors.ts";

/** Two files of a pair side by side in tabs. All of it happens in the browser; the hub never sees a text. */
export const ConfigPage = () => {
  const { t } = useTranslation();
  useTitle(`${t("config.title")} | ${t("app.name")}`);
  const editors = useEditors();
  const { side, checked, empty, pair, notice } = editors;

  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <h2 className="font-bold text-lg">{t("config.title")}</h2>
        <p className="text-muted">{t("config.intro")}</p>
      </div>
      <Tabs.Root value={side} onValueChange={(value) => (isSide(value) ? editors.show(value) : undefined)}>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <TabList />
          <Toolbar empty={empty[side]} editors={editors} />
        </div>
        {notice === null ? null : <NoticeBox notice={notice} />}
        {SIDES.map((one) => (
          <Tabs.Content key={one} value={one} forceMount className="data-[state=inactive]:hidden">
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <EditorPane
                side={one}
                label={t("config.editorLabel", { side: t(`config.side.${one}`) })}
                text={editors.textOf(one)}
                pairFindings={pair[one]}
                onText={(text) => editors.keep(one, text)}
                onChecked={(result) => editors.take(one, result)}
                onView={(view) => editors.attach(one, view)}
              />
              <SidePanel checked={checked[one]} empty={empty[one]} onVisit={editors.visit} />
            </div>
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <Panel title={t("config.pair.title")}>
        <div data-testid="config-pair">
          <ProblemList
            label={t("config.pair.title")}
            diagnostics={pair.found ?? []}
            none={t(pair.found === null ? "config.pair.waiting" : "config.pair.none")}
            nameOf={({ range }) => (isSide(range.path) ? t(`config.side.${range.path}`) : range.path)}
            onVisit={editors.visit}
          />
        </div>
      </Panel>
    </div>
  );
};

const TabList = () => {
  const { t } = useTranslation();
  return (
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
  );
};
