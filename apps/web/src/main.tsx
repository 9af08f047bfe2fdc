import "./util/zod-without-eval.ts";

import { sessionSchema } from "@baton/shared/contract/http/session.ts";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { createHttpClient } from "./api/client.ts";
import { createHubApi } from "./api/hub-api.ts";
import { PageContext } from "./hooks/page-context.ts";
import { SESSION_KEY } from "./hooks/use-session.ts";
import { createI18n, storedOrBrowserLanguage } from "./i18n/i18n.ts";
import { createPageRouter, leaveIfLoggedOut } from "./routes/router.tsx";
import { connectHub } from "./stores/hub-socket.ts";
import { createLiveStore } from "./stores/live-store.ts";
import "./styles.css";

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1 } } });
const csrfToken = (): string | null => {
  const session = sessionSchema.safeParse(queries.getQueryData(SESSION_KEY));
  return session.success ? session.data.csrfToken : null;
};
const api = createHubApi(createHttpClient({ fetch: (path, init) => fetch(path, init), csrfToken }));
const live = createLiveStore({
  connect: (onSignal) => connectHub(onSignal, () => void leaveIfLoggedOut(context, toLogin)),
  readClock: () => ({ wall: Date.now(), steady: performance.now() }),
});
const context = { api, live, queries };
const router = createPageRouter(context);
const toLogin = (): Promise<void> => router.navigate({ to: "/login" });

const i18n = await createI18n(storedOrBrowserLanguage());
const showLanguage = (language: string): void => {
  document.documentElement.lang = language;
};
showLanguage(i18n.language);
i18n.on("languageChanged", showLanguage);

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
createRoot(place).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <PageContext value={{ api, live }}>
          <RouterProvider router={router} />
        </PageContext>
      </QueryClientProvider>
    </I18nextProvider>
  </StrictMode>,
);
