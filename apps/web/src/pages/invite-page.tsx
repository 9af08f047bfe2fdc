import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AcceptForm } from "../forms/accept-form.tsx";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { PlainLayout } from "../layouts/plain-layout.tsx";
import { Alert } from "../ui/alert.tsx";

interface Props {
  /** What stands after the # of the link; it never reaches the hub's access log. */
  readonly token: string;
  readonly onDone: () => Promise<void>;
}

const MIN_TOKEN = 16;

/** Where a one-time link leads: whom it is for, and the choice of a password. */
export const InvitePage = ({ token, onDone }: Props) => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const complete = token.length >= MIN_TOKEN;
  const invited = useQuery({
    queryKey: ["invited", token],
    queryFn: () => api.invited(token),
    enabled: complete,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <PlainLayout title={t("invite.title")}>
      {complete ? null : <Alert tone="warn">{t("invite.noToken")}</Alert>}
      {invited.isError ? <Alert tone="bad">{problemText(invited.error)}</Alert> : null}
      {invited.data === undefined ? null : (
        <>
          <p className="mb-4">
            {t("invite.intro", { name: invited.data.name, role: t(`session.role.${invited.data.role}`) })}
          </p>
          <AcceptForm token={token} name={invited.data.name} onDone={onDone} />
        </>
      )}
    </PlainLayout>
  );
};
