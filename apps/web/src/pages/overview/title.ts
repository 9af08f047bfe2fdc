import type { TFunction } from "i18next";
import type { RouterView } from "../../model/fleet.ts";

/** The owner of every VIP in a few words, so that the browser's tab alone tells it. */
export const overviewTitle = (t: TFunction, routers: readonly RouterView[]): string => {
  const owners = routers.map(({ owner }) =>
    owner.verdict === "one" || owner.verdict === "several"
      ? owner.holders.join(t("vip.and"))
      : t(`vip.owner.${owner.verdict}`),
  );
  return [...owners, t("app.name")].join(" | ");
};
