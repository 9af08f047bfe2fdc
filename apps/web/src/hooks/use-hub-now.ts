import { useEffect, useReducer } from "react";
import { usePageServices } from "./page-context.ts";

const TICK_MS = 1000;

/** The hub's time, milliseconds since 1970; the caller is drawn again every second so that ages stay true. */
export const useHubNow = (): number => {
  const { live } = usePageServices();
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return live.now();
};
