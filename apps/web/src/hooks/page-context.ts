import { createContext, use } from "react";
import type { HubApi } from "../api/hub-api.ts";
import type { LiveStore } from "../stores/live-store.ts";

/** What main has made for all pages. */
export interface PageServices {
  readonly api: HubApi;
  readonly live: LiveStore;
}

export const PageContext = createContext<PageServices | null>(null);

export const usePageServices = (): PageServices => {
  const services = use(PageContext);
  if (services === null) throw new Error("used outside of the page");
  return services;
};
