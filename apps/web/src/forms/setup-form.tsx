import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { PasswordFields, passwordRules } from "./password-fields.tsx";

const NAME = /^[\w.@-]{1,100}$/;

interface Props {
  /** From the set-up link. */
  readonly token: string;
  readonly onDone: () => Promise<void>;
}

/** Makes the first administrator and logs them in. */
export const SetupForm = ({ token, onDone }: Props) => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const { register, handleSubmit, formState, getValues } = useForm({
    defaultValues: { name: "", password: "", repeat: "" },
  });
  const setUp = useMutation({
    mutationFn: async ({ name, password }: { name: string; password: string }) => {
      await api.setUp({ token, name, password });
      const session = await api.session();
      if (session.user === null) await api.logIn({ name, password });
      await onDone();
    },
  });
  const { errors } = formState;
  return (
    <form
      noValidate
      onSubmit={(event) => void handleSubmit((values) => setUp.mutate(values))(event)}
      className="grid gap-4"
    >
      <Field
        label={t("setup.name")}
        hint={t("setup.nameHint")}
        autoComplete="username"
        error={errors.name ? t("form.badName") : undefined}
        {...register("name", { required: true, pattern: NAME })}
      />
      <PasswordFields
        password={{ error: errors.password !== undefined, field: register("password", passwordRules) }}
        repeat={{
          error: errors.repeat !== undefined,
          field: register("repeat", { validate: (value) => value === getValues("password") }),
        }}
      />
      {setUp.isError ? (
        <Alert tone="bad" urgent>
          {problemText(setUp.error)}
        </Alert>
      ) : null}
      <Button type="submit" kind="primary" disabled={setUp.isPending}>
        {t("setup.submit")}
      </Button>
    </form>
  );
};
