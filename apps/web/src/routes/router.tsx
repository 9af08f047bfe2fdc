import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useNavigate,
  useRouter,
} from "@tanstack/react-router";
import { type ReactNode, Suspense } from "react";
import { type PageServices, usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { SESSION_KEY, sessionQuery } from "../hooks/use-session.ts";
import { AppLayout } from "../layouts/app-layout.tsx";
import { AccountPage } from "../pages/account-page.tsx";
import { ConfigLoading } from "../pages/config/config-loading.tsx";
import { InvitePage } from "../pages/invite-page.tsx";
import { LoginPage } from "../pages/login-page.tsx";
import { BrokenPage, NotFoundPage } from "../pages/message-page.tsx";
import { OverviewPage, type OverviewSearch } from "../pages/overview/overview-page.tsx";
import { SetupPage } from "../pages/setup-page.tsx";
import { UsersPage } from "../pages/users-page.tsx";
import { HeaderLinks } from "./header-links.tsx";
import { overviewSearchSchema } from "./overview-search.ts";

interface RouterContext extends PageServices {
  readonly queries: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

/** Into the overview with a fresh session, after a log-in or the set-up. */
const useEnter = (): (() => Promise<void>) => {
  const { api } = usePageServices();
  const router = useRouter();
  const { queries } = router.options.context as RouterContext;
  return async () => {
    await queries.fetchQuery({ ...sessionQuery(api), staleTime: 0 });
    await router.navigate({ to: "/", replace: true });
  };
};

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: () => {
    const navigate = useNavigate();
    const enter = useEnter();
    return (
      <SetupPage
        token={window.location.hash.slice(1)}
        onDone={enter}
        onLogin={() => void navigate({ to: "/login", hash: "" })}
      />
    );
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: () => <LoginPage onDone={useEnter()} />,
});

const invite = createRoute({
  getParentRoute: () => root,
  path: "/invite",
  component: () => <InvitePage token={window.location.hash.slice(1)} onDone={useEnter()} />,
});

const needSession = async ({ context }: { context: RouterContext }): Promise<void> => {
  const session = await context.queries.ensureQueryData(sessionQuery(context.api));
  if (session.user === null) throw redirect({ to: "/login" });
};

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: overviewSearchSchema,
  beforeLoad: needSession,
  component: () => {
    const navigate = useNavigate();
    const { severity = "all", node = null, drill = null } = overview.useSearch();
    const change = (next: OverviewSearch): void =>
      void navigate({
        to: "/",
        replace: true,
        resetScroll: false,
        search: {
          severity: next.severity === "all" ? undefined : next.severity,
          node: next.node ?? undefined,
          drill: next.drill ?? undefined,
        },
      });
    return (
      <Page>
        <OverviewPage search={{ severity, node, drill }} onSearch={change} />
      </Page>
    );
  },
});

/** The editor is large, so it is loaded only where it is shown. */
const ConfigPage = lazyRouteComponent(() => import("../pages/config/config-page.tsx"), "ConfigPage");

const Page = ({ children }: { children: ReactNode }) => {
  const navigate = useNavigate();
  return (
    <AppLayout nav={<HeaderLinks />} onLoggedOut={() => void navigate({ to: "/login" })}>
      {children}
    </AppLayout>
  );
};

const config = createRoute({
  getParentRoute: () => root,
  path: "/config",
  beforeLoad: needSession,
  component: () => (
    <Page>
      <Suspense fallback={<ConfigLoading />}>
        <ConfigPage />
      </Suspense>
    </Page>
  ),
});

const users = createRoute({
  getParentRoute: () => root,
  path: "/users",
  beforeLoad: needSession,
  component: () => (
    <Page>
      <UsersPage />
    </Page>
  ),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  beforeLoad: needSession,
  component: () => (
    <Page>
      <AccountPage />
    </Page>
  ),
});

const Broken = ({ error }: { error: unknown }) => {
  const problemText = useProblemText();
  return <BrokenPage text={problemText(error)} onReload={() => window.location.reload()} />;
};

const NotFound = () => {
  const navigate = useNavigate();
  return <NotFoundPage onOverview={() => void navigate({ to: "/" })} />;
};

export const createPageRouter = (context: RouterContext) =>
  createRouter({
    routeTree: root.addChildren([setup, login, invite, overview, config, users, account]),
    context,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: NotFound,
  });

/** The hub no longer accepts this session: asks once more, then goes to the log-in. */
export const leaveIfLoggedOut = async (context: RouterContext, toLogin: () => Promise<void>): Promise<void> => {
  const session = await context.queries
    .fetchQuery({ ...sessionQuery(context.api), staleTime: 0 })
    .catch(() => context.queries.getQueryData<{ user: object | null }>(SESSION_KEY));
  if (session?.user === null) await toLogin();
};

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
