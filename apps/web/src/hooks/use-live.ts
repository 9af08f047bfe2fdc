import { useSyncExternalStore } from "react";
import type { LiveState } from "../stores/live-state.ts";
import { usePageServices } from "./page-context.ts";

export const useLive = (): LiveState => {
  const { live } = usePageServices();
  return useSyncExternalStore(live.subscribe, live.state);
};
