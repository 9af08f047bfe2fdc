import type { RouterWarning } from "@baton/shared/contract/http/fleet.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { Alert } from "../ui/alert.tsx";
import { Said } from "./said.tsx";

/** Mismatches between the routers that share a VIP, each by its name. */
export const RouterWarnings = ({ warnings, now }: { warnings: readonly RouterWarning[]; now: number }) => (
  <>
    {warnings.map((warning) => (
      <Alert
        key={warning.type === "differs" ? warning.setting : `${warning.node} ${warning.reason}`}
        tone="warn"
        testId="router-warning"
      >
        <Sentence warning={warning} now={now} />
      </Alert>
    ))}
  </>
);

const Sentence = ({ warning, now }: { warning: RouterWarning; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
  if (warning.type === "differs") {
    const said = warning.said.map(({ node, value }) => t("mismatch.says", { node, value })).join(t("mismatch.join"));
    return (
      <>
        <p className="font-semibold">{t(`mismatch.differs.${warning.setting}`)}</p>
        <p>{said}</p>
      </>
    );
  }
  const { reason, node, from, detail, count, at } = warning;
  return (
    <>
      <p className="font-semibold">{t(`mismatch.refuses.${reason}`, { node, from })}</p>
      <p>
        {t("mismatch.count", { count, clock: words.clock(at, now) })} <Said sentence={detail} />
      </p>
    </>
  );
};
