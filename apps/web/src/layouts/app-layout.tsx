import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { AppHeader } from "../components/app-header.tsx";
import { LinkBanner } from "../components/link-banner.tsx";
import { usePageServices } from "../hooks/page-context.ts";

interface Props {
  readonly nav: ReactNode;
  readonly onLoggedOut: () => void;
  readonly children: ReactNode;
}

/** Around every page that needs a session; the hub connection lives as long as it is shown. */
export const AppLayout = ({ nav, onLoggedOut, children }: Props) => {
  const { t } = useTranslation();
  const { live } = usePageServices();
  useEffect(() => {
    live.start();
    return live.stop;
  }, [live]);
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-panel focus:p-3">
        {t("page.skip")}
      </a>
      <AppHeader nav={nav} onLoggedOut={onLoggedOut} />
      <LinkBanner />
      <main id="content" className="mx-auto max-w-[100rem] px-3 py-4 sm:px-4">
        {children}
      </main>
    </>
  );
};
