import { ArrowLeftRight } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";

interface Props {
  /** Why it can't be pressed now; null: it can. */
  readonly obstacle: "viewer" | "lost" | "running" | null;
  readonly onPress: () => void;
}

const REASON = { viewer: "drill.buttonViewer", lost: "drill.buttonLost", running: "drill.buttonRunning" } as const;

export const DrillButton = ({ obstacle, onPress }: Props) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="grid gap-1">
      <Button
        kind="primary"
        data-testid="drill-button"
        disabled={obstacle !== null}
        aria-describedby={obstacle === null ? undefined : id}
        onClick={onPress}
      >
        <ArrowLeftRight aria-hidden className="size-4" />
        {t("drill.button")}
      </Button>
      {obstacle === null ? null : (
        <p id={id} className="text-[13px] text-muted">
          {t(REASON[obstacle])}
        </p>
      )}
    </div>
  );
};
