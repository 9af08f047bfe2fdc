import type { FactOf } from "@baton/shared/contract/facts.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { hubInstant } from "../model/fleet.ts";
import type { LiveNode } from "../stores/live-state.ts";

interface Props {
  readonly node: LiveNode;
  readonly override: NonNullable<FactOf<"real-server">["overridden"]>;
  readonly now: number;
}

/** Who set a weight above the configured one, until when and why. */
export const OverrideNote = ({ node, override: { requestedBy, reason, until }, now }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const end =
    until === null
      ? t("weights.untilRestored")
      : t("weights.until", { clock: words.clock(hubInstant(node, until), now) });
  const values = { name: requestedBy, end, reason };
  return (
    <p data-testid="overridden" className="break-words text-[13px] text-warn">
      {t(reason === "" ? "weights.overriddenNoReason" : "weights.overridden", values)}
    </p>
  );
};
