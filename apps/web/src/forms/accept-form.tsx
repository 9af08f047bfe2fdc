import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { type NewPassword, PasswordFields, passwordRules } from "./password-fields.tsx";

interface Props {
  readonly token: string;
  /** Whom the link is for; a password manager keeps it with the password. */
  readonly name: string;
  readonly onDone: () => Promise<void>;
}

/** Chooses the password of an invited user and logs them in. */
export const AcceptForm = ({ token, name, onDone }: Props) => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const { register, handleSubmit, formState, getValues } = useForm<NewPassword>({
    defaultValues: { password: "", repeat: "" },
  });
  const accept = useMutation({
    mutationFn: async ({ password }: NewPassword) => {
      await api.acceptInvitation({ token, password });
      await onDone();
    },
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit((values) => accept.mutate(values))(event)}
      className="grid gap-4"
    >
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <PasswordFields
        password={{ error: errors.password !== undefined, field: register("password", passwordRules) }}
        repeat={{
          error: errors.repeat !== undefined,
          field: register("repeat", { validate: (value) => value === getValues("password") }),
        }}
      />
      {accept.isError ? (
        <Alert tone="bad" urgent>
          {problemText(accept.error)}
        </Alert>
      ) : null}
      <Button type="submit" kind="primary" disabled={accept.isPending} data-testid="accept-submit">
        {t("invite.submit")}
      </Button>
    </form>
  );
};
