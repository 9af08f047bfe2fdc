import { useTranslation } from "react-i18next";
import { Field } from "../ui/field.tsx";

export const MIN_PASSWORD = 12;

export interface NewPassword {
  readonly password: string;
  readonly repeat: string;
}

interface Input {
  readonly error: boolean;
  readonly field: object;
}

/** A new password, twice. */
export const PasswordFields = ({ password, repeat }: { password: Input; repeat: Input }) => {
  const { t } = useTranslation();
  return (
    <>
      <Field
        label={t("setup.password")}
        hint={t("setup.passwordHint")}
        type="password"
        autoComplete="new-password"
        error={password.error ? t("form.tooShort", { min: MIN_PASSWORD }) : undefined}
        {...password.field}
      />
      <Field
        label={t("setup.repeat")}
        type="password"
        autoComplete="new-password"
        error={repeat.error ? t("form.mismatch") : undefined}
        {...repeat.field}
      />
    </>
  );
};

/** The rules of both fields. */
export const passwordRules = { required: true, minLength: MIN_PASSWORD, maxLength: 500 };
