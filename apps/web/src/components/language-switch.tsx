import { useTranslation } from "react-i18next";
import { storeLanguage } from "../i18n/i18n.ts";
import { LANGUAGES, pickLanguage } from "../i18n/languages.ts";

export const LanguageSwitch = () => {
  const { t, i18n } = useTranslation();
  const choose = (wanted: string): void => {
    const language = pickLanguage(wanted, []);
    storeLanguage(language);
    void i18n.changeLanguage(language);
  };
  return (
    <select
      data-testid="language-switch"
      aria-label={t("language.label")}
      value={pickLanguage(i18n.language, [])}
      onChange={(event) => choose(event.target.value)}
      className="min-h-7 rounded-md border border-edge bg-panel px-1.5 py-0.5 text-[13px]"
    >
      {LANGUAGES.map((language) => (
        <option key={language} value={language} lang={language}>
          {t(`language.${language}`)}
        </option>
      ))}
    </select>
  );
};
