import { useRef, useState } from "react";
import { DrillDialog } from "../../forms/drill-dialog.tsx";
import { useDrills } from "../../hooks/use-drills.ts";
import { useHubNow } from "../../hooks/use-hub-now.ts";
import { useLive } from "../../hooks/use-live.ts";
import { mayOperate, useSession } from "../../hooks/use-session.ts";
import type { EventFilter } from "../../model/event-list.ts";
import { believedNodes } from "../../stores/live-state.ts";
import { DrillSection } from "./drill-section.tsx";
import { EventsSection } from "./events-section.tsx";
import { DatabasesSection, DirectorsSection } from "./fleet-sections.tsx";
import { ServicesSection } from "./services-section.tsx";
import { VipSection } from "./vip-section.tsx";

/** One of two columns where there is room; else its sections stand in the page's single one. */
const COLUMN = "contents xl:grid xl:grid-cols-1 xl:gap-5";

/** What the address of the page holds, so that a view can be sent to somebody. */
export interface OverviewSearch extends EventFilter {
  readonly drill: string | null;
}

interface Props {
  readonly search: OverviewSearch;
  readonly onSearch: (search: OverviewSearch) => void;
}

export const OverviewPage = ({ search, onSearch }: Props) => {
  const live = useLive();
  const now = useHubNow();
  const role = useSession()?.user?.role;
  const { drills, query } = useDrills();
  const [asking, setAsking] = useState<string | null>(null);
  const drillPlace = useRef<HTMLDivElement>(null);
  const nodes = believedNodes(live);
  const drillRunning = live.drill !== null && live.drill.outcome === null;
  const hubLive = live.link.state === "live";

  const showStarted = (): void => {
    onSearch({ ...search, drill: null });
    // In a single column the drill is far below; beside the directors it is in sight already.
    const top = drillPlace.current?.getBoundingClientRect().top ?? 0;
    if (top > window.innerHeight * 0.8) drillPlace.current?.scrollIntoView({ block: "start" });
  };

  // A drill's result is long: beside it there is room for the events under the database hosts.
  const events = (
    <div className="order-last min-w-0 xl:order-none">
      <EventsSection
        nodes={nodes}
        hubLive={hubLive}
        filter={search}
        now={now}
        onFilter={(filter) => onSearch({ ...search, ...filter })}
      />
    </div>
  );

  return (
    <div className="grid grid-cols-1 gap-5">
      <VipSection
        nodes={nodes}
        now={now}
        role={role}
        hubLive={hubLive}
        drillRunning={drillRunning}
        latestDrill={drills[0]}
        onDrill={setAsking}
      />
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className={COLUMN}>
          <DirectorsSection nodes={nodes} now={now} />
          <ServicesSection nodes={nodes} now={now} mayChange={hubLive && mayOperate(role)} />
          <DatabasesSection nodes={nodes} now={now} />
          {drills.length > 0 ? events : null}
        </div>
        <div className={COLUMN}>
          <div ref={drillPlace} className="min-w-0">
            <DrillSection
              drills={drills}
              failed={query.isError && hubLive}
              chosen={search.drill}
              hubLive={hubLive}
              now={now}
              onChoose={(drill) => onSearch({ ...search, drill })}
            />
          </div>
          {drills.length > 0 ? null : events}
        </div>
      </div>
      <DrillDialog
        instance={asking ?? ""}
        open={asking !== null}
        onOpenChange={(open) => (open ? undefined : setAsking(null))}
        onStarted={showStarted}
      />
    </div>
  );
};
