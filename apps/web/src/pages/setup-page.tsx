import { useTranslation } from "react-i18next";
import { SetupForm } from "../forms/setup-form.tsx";
import { useSession } from "../hooks/use-session.ts";
import { PlainLayout } from "../layouts/plain-layout.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";

interface Props {
  /** What stands after the # of the set-up link; it never reaches the hub's access log. */
  readonly token: string;
  readonly onDone: () => Promise<void>;
  readonly onLogin: () => void;
}

const MIN_TOKEN = 16;

export const SetupPage = ({ token, onDone, onLogin }: Props) => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <PlainLayout title={t("setup.title")}>
      {session !== null && !session.setupNeeded ? (
        <div className="grid gap-4">
          <Alert tone="info">{t("setup.done")}</Alert>
          <Button kind="primary" onClick={onLogin}>
            {t("setup.toLogin")}
          </Button>
        </div>
      ) : token.length < MIN_TOKEN ? (
        <Alert tone="warn">{t("setup.noToken")}</Alert>
      ) : (
        <>
          <p className="mb-4 text-muted">{t("setup.intro")}</p>
          <SetupForm token={token} onDone={onDone} />
        </>
      )}
    </PlainLayout>
  );
};
