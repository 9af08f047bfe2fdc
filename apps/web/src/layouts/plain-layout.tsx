import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch } from "../components/language-switch.tsx";
import { useTitle } from "../hooks/use-title.ts";
import { BrandMark } from "../ui/brand-mark.tsx";
import { Card } from "../ui/panel.tsx";

/** Around the pages that come before a session. */
export const PlainLayout = ({ title, children }: { title: string; children: ReactNode }) => {
  const { t } = useTranslation();
  useTitle(`${title} | ${t("app.name")}`);
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-5 px-4 py-10">
      <div className="flex items-center justify-between">
        <div className="flex items-center gap-3">
          <BrandMark className="size-9" />
          <div>
            <p className="font-bold text-lg leading-tight">{t("app.name")}</p>
            <p className="text-[13px] text-muted">{t("app.tagline")}</p>
          </div>
        </div>
        <LanguageSwitch />
      </div>
      <Card className="p-5">
        <h1 className="mb-3 font-semibold text-lg">{title}</h1>
        {children}
      </Card>
    </main>
  );
};
