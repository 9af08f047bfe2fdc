import type { MadeInvitation } from "@baton/shared/contract/http/users.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { Alert } from "../ui/alert.tsx";

/** A one-time link, which is shown here and never again. */
export const MadeLink = ({ made: { name, token, expiresAt }, now }: { made: MadeInvitation; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
  const link = `${window.location.origin}/invite#${token}`;
  return (
    <Alert tone="info" urgent testId="made-link">
      <p>{t("users.linkFor", { name, clock: words.clock(expiresAt, now) })}</p>
      <output className="mt-1 block select-all break-all font-mono text-[13px]">{link}</output>
    </Alert>
  );
};
