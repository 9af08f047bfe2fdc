import { Plug, Unplug } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLive } from "../hooks/use-live.ts";
import type { LiveNode } from "../stores/live-state.ts";
import { cn } from "../util/cn.ts";
import { Since } from "./since.tsx";

/** A node's name and whether its agent is connected to the hub now. */
export const NodeHeading = ({ node, now }: { node: LiveNode; now: number }) => {
  const { t } = useTranslation();
  const { link } = useLive();
  const Icon = node.connected ? Plug : Unplug;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3">
      <h3 className="font-bold text-lg" title={t("directors.agent", { version: node.version })}>
        {node.name}
      </h3>
      <p className={cn("flex items-center gap-1.5 text-[13px]", node.connected ? "text-muted" : "text-unknown")}>
        <Icon aria-hidden className="size-3.5" />
        {link.state === "live" ? (
          <>
            <span className={cn(!node.connected && "font-semibold")}>
              {t(node.connected ? "directors.connected" : "directors.disconnected")}
            </span>
            <Since at={node.connectedSince} now={now} />
          </>
        ) : (
          t("time.unknown")
        )}
      </p>
    </div>
  );
};
