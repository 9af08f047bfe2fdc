import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { type Crowd, crowdDeadline, endCrowd, joinCrowd, NO_CROWD } from "../../core/health/crowd.ts";

/** Logs and tells events; when too many of a kind come at once the rest becomes one sentence. */
export interface Announcer {
  /** Without `crowd` a line is always written. */
  log(text: string, crowd?: string): void;
  tell(event: Omit<AgentEvent, "at">): void;
  /** Says what was held back so far. */
  close(): void;
}

export interface AnnouncerDeps {
  readonly log: (text: string) => void;
  readonly event: (event: AgentEvent) => void;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  readonly wall: () => number;
}

/** What a crowd of these events is called. All others are told one by one. */
const CROWDS: Partial<Readonly<Record<AgentEvent["kind"], string>>> = {
  "real-server.added": "real servers added",
  "real-server.removed": "real servers removed",
  "real-server.weight": "weights changed",
  "quorum.lost": "quorums lost",
  "quorum.gained": "quorums gained",
  "script.failed": "scripts failed",
};

const number = new Intl.NumberFormat("en-US");

export const createAnnouncer = (deps: AnnouncerDeps): Announcer => {
  let crowd: Crowd = NO_CROWD;
  let timer: NodeJS.Timeout | null = null;

  const summarise = (): void => {
    timer = null;
    const { crowd: next, held } = endCrowd(crowd, deps.now());
    crowd = next;
    arm();
    if (held.size === 0) return;
    const parts = [...held].map(([kind, count]) => `${number.format(count)} ${kind}`);
    deps.event({
      kind: "real-server.many",
      severity: "warning",
      at: deps.wall(),
      subject: "real-servers",
      text: `and more of the same: ${parts.join(", ")}`.slice(0, 2000),
      data: Object.fromEntries([...held].map(([kind, count]) => [kind.slice(0, 60), count])),
    });
  };

  const arm = (): void => {
    const deadline = crowdDeadline(crowd);
    if (timer || deadline === null) return;
    timer = setTimeout(summarise, Math.max(0, Math.ceil(deadline - deps.now())));
  };

  const mayTell = (kind: string): boolean => {
    const step = joinCrowd(crowd, kind, deps.now());
    crowd = step.crowd;
    arm();
    return step.tell;
  };

  return {
    log: (text, kind) => {
      if (kind === undefined || mayTell(kind)) deps.log(text);
    },
    tell: (event) => {
      const kind = CROWDS[event.kind];
      if (kind === undefined || mayTell(kind)) deps.event({ ...event, at: deps.wall() });
    },
    close: () => {
      if (timer) clearTimeout(timer);
      summarise();
      if (timer) clearTimeout(timer);
    },
  };
};
