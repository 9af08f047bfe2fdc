import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "../hooks/use-session.ts";

const LINK =
  "rounded px-2 py-1 font-semibold text-[13px] text-muted hover:bg-well aria-[current=page]:bg-info-soft aria-[current=page]:text-info";

export const HeaderLinks = () => {
  const { t } = useTranslation();
  const role = useSession()?.user?.role;
  return (
    <>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }} className={LINK}>
        {t("nav.overview")}
      </Link>
      <Link to="/config" className={LINK} data-testid="config-link">
        {t("nav.config")}
      </Link>
      {role === "admin" ? (
        <Link to="/users" className={LINK} data-testid="users-link">
          {t("nav.users")}
        </Link>
      ) : null}
      <Link to="/account" className={LINK}>
        {t("nav.account")}
      </Link>
    </>
  );
};
