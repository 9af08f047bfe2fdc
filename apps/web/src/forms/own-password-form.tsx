import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { type NewPassword, PasswordFields, passwordRules } from "./password-fields.tsx";

interface Change extends NewPassword {
  readonly current: string;
}

/** One's own password; every other session of the user ends. */
export const OwnPasswordForm = () => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const { register, handleSubmit, formState, getValues, reset } = useForm<Change>({
    defaultValues: { current: "", password: "", repeat: "" },
  });
  const change = useMutation({
    mutationFn: ({ current, password }: Change) => api.changePassword({ current, next: password }),
    onSuccess: () => reset(),
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit((values) => change.mutate(values))(event)}
      className="grid max-w-md gap-4"
    >
      <Field
        label={t("account.current")}
        type="password"
        autoComplete="current-password"
        data-testid="current-password"
        error={errors.current ? t("form.required") : undefined}
        {...register("current", { required: true, maxLength: 500 })}
      />
      <PasswordFields
        password={{ error: errors.password !== undefined, field: register("password", passwordRules) }}
        repeat={{
          error: errors.repeat !== undefined,
          field: register("repeat", { validate: (value) => value === getValues("password") }),
        }}
      />
      {change.isError ? (
        <Alert tone="bad" urgent>
          {problemText(change.error)}
        </Alert>
      ) : null}
      {change.isSuccess ? <Alert tone="ok">{t("account.changed")}</Alert> : null}
      <Button type="submit" kind="primary" disabled={change.isPending} className="justify-self-start">
        {t("account.submit")}
      </Button>
    </form>
  );
};
