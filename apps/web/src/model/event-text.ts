import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { vrrpStateSchema } from "@baton/shared/contract/facts.ts";
import type { TFunction } from "i18next";

/** An event as a sentence in the reader's language, made from its kind, subject and data. */
export const eventText = (t: TFunction, event: Pick<AgentEvent, "kind" | "subject" | "data">): string => {
  const { kind, subject, data } = event;
  if (kind === "vrrp.transition") {
    const from = vrrpStateSchema.safeParse(data.from);
    const to = vrrpStateSchema.safeParse(data.to);
    if (from.success && to.success)
      return t("event.vrrp.transitionFromTo", {
        subject,
        from: t(`state.${from.data}`),
        to: t(`state.${to.data}`),
      });
  }
  const address = typeof data.address === "string" ? data.address : "";
  return t(`event.${kind}`, { subject, address });
};
