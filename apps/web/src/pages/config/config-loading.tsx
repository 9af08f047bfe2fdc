import { useTranslation } from "react-i18next";
import { Empty } from "../../ui/panel.tsx";

/** Shown while the editor is on its way. */
export const ConfigLoading = () => {
  const { t } = useTranslation();
  return <Empty>{t("config.loading")}</Empty>;
};
