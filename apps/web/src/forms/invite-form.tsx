import { USER_ROLES, type UserRole } from "@baton/shared/contract/http/session.ts";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { Field, SelectField } from "../ui/field.tsx";

const NAME = /^[\w.@-]{1,100}$/;

interface Props {
  readonly busy: boolean;
  readonly onInvite: (name: string, role: UserRole) => void;
}

export const InviteForm = ({ busy, onInvite }: Props) => {
  const { t } = useTranslation();
  const { register, handleSubmit, formState, reset } = useForm<{ name: string; role: UserRole }>({
    defaultValues: { name: "", role: "operator" },
  });
  const submit = handleSubmit(({ name, role }) => {
    onInvite(name, role);
    reset();
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid max-w-md gap-3">
      <Field
        label={t("users.name")}
        hint={t("setup.nameHint")}
        autoComplete="off"
        data-testid="invite-name"
        error={formState.errors.name ? t("form.badName") : undefined}
        {...register("name", { required: true, pattern: NAME })}
      />
      <SelectField label={t("users.role")} data-testid="invite-role" defaultValue="operator" {...register("role")}>
        {USER_ROLES.map((role) => (
          <option key={role} value={role}>
            {t(`session.role.${role}`)}
          </option>
        ))}
      </SelectField>
      <Button type="submit" kind="primary" disabled={busy} className="justify-self-start" data-testid="invite-submit">
        {t("users.invite")}
      </Button>
    </form>
  );
};
