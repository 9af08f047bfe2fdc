import { useTranslation } from "react-i18next";
import { PlainLayout } from "../layouts/plain-layout.tsx";
import { Button } from "../ui/button.tsx";

export const NotFoundPage = ({ onOverview }: { onOverview: () => void }) => {
  const { t } = useTranslation();
  return (
    <PlainLayout title={t("page.notFound")}>
      <Button onClick={onOverview}>{t("page.toOverview")}</Button>
    </PlainLayout>
  );
};

/** Shown instead of a page that threw, or whose data could not be read at all. */
export const BrokenPage = ({ text, onReload }: { text: string; onReload: () => void }) => {
  const { t } = useTranslation();
  return (
    <PlainLayout title={t("page.broken")}>
      <p className="mb-4 break-words text-muted">{text}</p>
      <Button onClick={onReload}>{t("page.reload")}</Button>
    </PlainLayout>
  );
};
