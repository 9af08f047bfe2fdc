import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { configure, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { createHttpClient } from "../api/client.ts";
import { createHubApi } from "../api/hub-api.ts";
import { createI18n } from "../i18n/i18n.ts";
import type { Language } from "../i18n/languages.ts";
import type { HubSignal } from "../stores/hub-socket.ts";
import { createLiveStore } from "../stores/live-store.ts";
import { PageContext } from "./page-context.ts";

/** Generous, since tests share the machine with others. */
configure({ asyncUtilTimeout: 10_000 });

type Answers = (path: string, init: RequestInit | undefined) => { readonly status: number; readonly body: unknown };

/** Draws a part of the page with everything real but the network: answers and signals come from the test. */
export const drawPage = async (content: ReactNode, answers: Answers, language: Language = "en") => {
  let say: (signal: HubSignal) => void = () => undefined;
  const fetch = async (path: unknown, init?: RequestInit): Promise<Response> => {
    const { status, body } = answers(String(path), init);
    return new Response(JSON.stringify(body), { status });
  };
  const api = createHubApi(createHttpClient({ fetch: fetch as typeof globalThis.fetch, csrfToken: () => "token" }));
  const live = createLiveStore({
    connect: (onSignal) => {
      say = onSignal;
      return { resync: () => undefined, close: () => undefined };
    },
    readClock: () => ({ wall: Date.now(), steady: performance.now() }),
  });
  live.start();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <I18nextProvider i18n={await createI18n(language)}>
      <QueryClientProvider client={queries}>
        <PageContext value={{ api, live }}>{content}</PageContext>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return { say: (signal: HubSignal) => say(signal) };
};
