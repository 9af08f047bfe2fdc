import type { VipVerdict } from "@baton/shared/contract/http/fleet.ts";
import { useTranslation } from "react-i18next";

/** Reads a change of owner out; says nothing on screen. */
export const OwnerAnnouncement = ({ owner, vip }: { owner: VipVerdict; vip: string }) => {
  const { t } = useTranslation();
  return (
    <p aria-live="assertive" className="sr-only">
      {sentence()}
    </p>
  );

  function sentence(): string {
    const nodes = owner.holders.join(t("vip.and"));
    switch (owner.verdict) {
      case "one":
        return t("vip.announceOne", { node: nodes, vip });
      case "several":
        return t("vip.announceSeveral", { nodes, vip });
      case "nobody":
        return t("vip.announceNobody", { vip });
      case "unknown":
        return t("vip.announceUnknown", { vip });
    }
  }
};
