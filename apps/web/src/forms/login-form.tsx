import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";

export const LoginForm = ({ onDone }: { onDone: () => Promise<void> }) => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const { register, handleSubmit, formState } = useForm({ defaultValues: { name: "", password: "" } });
  const logIn = useMutation({
    mutationFn: async (credentials: { name: string; password: string }) => {
      await api.logIn(credentials);
      await onDone();
    },
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit((values) => logIn.mutate(values))(event)}
      className="grid gap-4"
    >
      <Field
        label={t("login.name")}
        autoComplete="username"
        error={errors.name ? t("form.required") : undefined}
        {...register("name", { required: true, maxLength: 100 })}
      />
      <Field
        label={t("login.password")}
        type="password"
        autoComplete="current-password"
        error={errors.password ? t("form.required") : undefined}
        {...register("password", { required: true, maxLength: 500 })}
      />
      {logIn.isError ? (
        <Alert tone="bad" urgent>
          {problemText(logIn.error)}
        </Alert>
      ) : null}
      <Button type="submit" kind="primary" disabled={logIn.isPending}>
        {t("login.submit")}
      </Button>
    </form>
  );
};
