import { useTranslation } from "react-i18next";
import { useReleaseDrill } from "../hooks/use-drills.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { Button } from "../ui/button.tsx";

/** Ends the takeover that a drill has left in force. */
export const ReleaseButton = ({ drillId }: { drillId: string }) => {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const release = useReleaseDrill();
  return (
    <>
      <Button
        size="small"
        data-testid="drill-release"
        disabled={release.isPending}
        onClick={() => release.mutate(drillId)}
      >
        {t("drill.release")}
      </Button>
      {release.isError ? <p className="text-bad">{problemText(release.error)}</p> : null}
    </>
  );
};
