import { LogOut, Radio, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useHubNow } from "../hooks/use-hub-now.ts";
import { useLive } from "../hooks/use-live.ts";
import { useLogOut, useSession } from "../hooks/use-session.ts";
import { useWords } from "../hooks/use-words.ts";
import { BrandMark } from "../ui/brand-mark.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../util/cn.ts";
import { LanguageSwitch } from "./language-switch.tsx";

interface Props {
  /** Links to the pages; the router makes them. */
  readonly nav: ReactNode;
  readonly onLoggedOut: () => void;
}

export const AppHeader = ({ nav, onLoggedOut }: Props) => {
  const { t } = useTranslation();
  const session = useSession();
  const logOut = useLogOut(onLoggedOut);
  return (
    <header className="border-line border-b bg-panel">
      <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-5 gap-y-2 px-4 py-2">
        <div className="flex items-center gap-2.5">
          <BrandMark className="size-6" />
          <h1 className="font-bold text-base">{t("app.name")}</h1>
        </div>
        <nav aria-label={t("nav.label")} className="flex gap-1">
          {nav}
        </nav>
        <LinkState />
        <div className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-2">
          <LanguageSwitch />
          {session?.user ? (
            <>
              <span className="text-[13px] text-muted">
                {session.user.name} ({t(`session.role.${session.user.role}`)})
              </span>
              <Button size="small" onClick={() => logOut.mutate()} disabled={logOut.isPending}>
                <LogOut aria-hidden className="size-3.5" />
                {t("session.logOut")}
              </Button>
            </>
          ) : null}
        </div>
      </div>
    </header>
  );
};

const LinkState = () => {
  const { t } = useTranslation();
  const { link } = useLive();
  const now = useHubNow();
  const words = useWords();
  const live = link.state === "live";
  const Icon = live ? Radio : Unplug;
  return (
    <p className="flex items-center gap-3 text-[13px]">
      <span
        data-testid="link-state"
        className={cn("inline-flex items-center gap-1.5 font-semibold", live ? "text-ok" : "text-unknown")}
      >
        <Icon aria-hidden className="size-4" />
        {t(`link.${link.state}`)}
      </span>
      {live ? (
        <span className="text-muted">
          {t("link.hubTime")} {words.clock(now, now)}
        </span>
      ) : null}
    </p>
  );
};
