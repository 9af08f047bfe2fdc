import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { useTranslation } from "react-i18next";
import { useReleaseDrill } from "../hooks/use-drills.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { useWords } from "../hooks/use-words.ts";
import type { RouterView } from "../model/fleet.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";

interface Props {
  readonly drill: Drill | undefined;
  readonly routers: readonly RouterView[];
  readonly mayRelease: boolean;
  readonly now: number;
}

/** While a drill's takeover is still in force: until when, and the way to end it now. */
export const ReleaseNote = ({ drill, routers, mayRelease, now }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const problemText = useProblemText();
  const release = useReleaseDrill();
  const router = routers.find(({ instance }) => instance === drill?.instance);
  if (drill === undefined || drill.outcome === null || router === undefined || router.takeoverUntil === null)
    return null;
  const node = router.owner.holders.join(t("vip.and"));
  return (
    <Alert tone="info" testId="drill-takeover">
      <p>{t("drill.releaseHint", { node, clock: words.clock(router.takeoverUntil, now) })}</p>
      {mayRelease ? (
        <Button
          size="small"
          className="mt-2"
          data-testid="drill-release"
          disabled={release.isPending}
          onClick={() => release.mutate(drill.id)}
        >
          {t("drill.release")}
        </Button>
      ) : null}
      {release.isError ? <p className="mt-1 text-bad">{problemText(release.error)}</p> : null}
    </Alert>
  );
};
