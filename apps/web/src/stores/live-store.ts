import { type ClockAnchor, type ClockReading, clocksParted, hubNow } from "./hub-clock.ts";
import type { HubConnection, HubSignal } from "./hub-socket.ts";
import { INITIAL_LIVE_STATE, type LiveEvent, type LiveState, liveStep } from "./live-state.ts";

export interface LiveStore {
  readonly state: () => LiveState;
  /** The hub's time, milliseconds since 1970; the browser's own until the first picture. */
  readonly now: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => void;
  readonly stop: () => void;
}

interface Deps {
  readonly connect: (onSignal: (signal: HubSignal) => void) => HubConnection;
  readonly readClock: () => ClockReading;
}

/** Many changes within this time are shown at once. */
const COALESCE_MS = 100;

/** Holds the live state, feeds it from the hub connection, tells its readers. Decides nothing itself. */
export const createLiveStore = ({ connect, readClock }: Deps): LiveStore => {
  let state = INITIAL_LIVE_STATE;
  let anchor: ClockAnchor | null = null;
  let connection: HubConnection | null = null;
  let pending: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();

  const tell = (): void => {
    pending ??= setTimeout(() => {
      pending = null;
      for (const listener of listeners) listener();
    }, COALESCE_MS);
  };

  const dispatch = (event: LiveEvent): void => {
    const step = liveStep(state, event, readClock().wall);
    if (step.resync) connection?.resync();
    if (step.state === state) return;
    state = step.state;
    tell();
  };

  const onSignal = (signal: HubSignal): void => {
    const reading = readClock();
    if (signal.type === "picture") anchor = { hubTime: signal.picture.hubTime, at: reading };
    else if (anchor !== null && clocksParted(anchor, reading)) dispatch({ type: "clocks-parted" });
    dispatch(signal);
  };

  return {
    state: () => state,
    now: () => (anchor === null ? readClock().wall : hubNow(anchor, readClock())),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      connection ??= connect(onSignal);
    },
    stop: () => {
      connection?.close();
      connection = null;
      if (pending !== null) clearTimeout(pending);
      pending = null;
      state = INITIAL_LIVE_STATE;
      anchor = null;
    },
  };
};
