import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json" with { type: "json" };
import { LANGUAGES, type Language, pickLanguage } from "./languages.ts";
import zhCn from "./zh-cn.json" with { type: "json" };

const STORED_UNDER = "baton.language";

/** Both languages are part of the page: a switch needs no request. */
export const createI18n = async (language: Language): Promise<i18n> => {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    supportedLngs: LANGUAGES,
    resources: { en: { translation: en }, "zh-CN": { translation: zhCn } },
    // React escapes.
    interpolation: { escapeValue: false },
  });
  return instance;
};

export const storedOrBrowserLanguage = (): Language => pickLanguage(readStored(), navigator.languages);

/** A browser that keeps nothing for this page still switches, for this visit. */
export const storeLanguage = (language: Language): void => {
  try {
    localStorage.setItem(STORED_UNDER, language);
  } catch {
    return;
  }
};

const readStored = (): string | null => {
  try {
    return localStorage.getItem(STORED_UNDER);
  } catch {
    return null;
  }
};
