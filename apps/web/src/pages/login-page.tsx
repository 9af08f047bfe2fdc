import { useTranslation } from "react-i18next";
import { LoginForm } from "../forms/login-form.tsx";
import { useSession } from "../hooks/use-session.ts";
import { PlainLayout } from "../layouts/plain-layout.tsx";
import { Alert } from "../ui/alert.tsx";

export const LoginPage = ({ onDone }: { onDone: () => Promise<void> }) => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <PlainLayout title={t("login.title")}>
      {session?.setupNeeded ? (
        <Alert tone="info" className="mb-4">
          {t("login.setupNeeded")}
        </Alert>
      ) : null}
      <LoginForm onDone={onDone} />
    </PlainLayout>
  );
};
