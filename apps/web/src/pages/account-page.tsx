import { useTranslation } from "react-i18next";
import { OwnPasswordForm } from "../forms/own-password-form.tsx";
import { useTitle } from "../hooks/use-title.ts";
import { Card, Panel } from "../ui/panel.tsx";

/** One's own account. */
export const AccountPage = () => {
  const { t } = useTranslation();
  useTitle(`${t("account.title")} | ${t("app.name")}`);
  return (
    <div className="mx-auto max-w-3xl">
      <Panel title={t("account.title")}>
        <Card className="grid gap-3 p-4">
          <p className="text-muted">{t("account.intro")}</p>
          <OwnPasswordForm />
        </Card>
      </Panel>
    </div>
  );
};
