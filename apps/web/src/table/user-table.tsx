import { USER_ROLES } from "@baton/shared/contract/http/session.ts";
import type { User } from "@baton/shared/contract/http/users.ts";
import { useTranslation } from "react-i18next";
import type { UserOrder } from "../hooks/use-users.ts";
import { useWords } from "../hooks/use-words.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { Card } from "../ui/panel.tsx";

interface Props {
  readonly users: readonly User[];
  readonly now: number;
  readonly busy: boolean;
  readonly onOrder: (order: UserOrder) => void;
}

export const UserTable = ({ users, now, busy, onOrder }: Props) => {
  const { t } = useTranslation();
  return (
    <Card>
      <ul>
        {users.map((user) => (
          <UserRow key={user.name} user={user} now={now} busy={busy} onOrder={onOrder} />
        ))}
      </ul>
      <p className="border-line border-t px-4 py-2 text-[13px] text-muted">{t("users.keptHint")}</p>
    </Card>
  );
};

const UserRow = ({ user: { name, role, disabledAt }, now, busy, onOrder }: Omit<Props, "users"> & { user: User }) => {
  const { t } = useTranslation();
  const words = useWords();
  const disabled = disabledAt !== null;
  return (
    <li
      data-testid={`user-${name}`}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2 last:border-b-0"
    >
      <span className="min-w-40 font-semibold">{name}</span>
      <SelectField
        label={t("users.role")}
        value={role}
        disabled={busy}
        onChange={(event) => {
          const chosen = USER_ROLES.find((one) => one === event.target.value);
          if (chosen !== undefined) onOrder({ type: "role", name, role: chosen });
        }}
      >
        {USER_ROLES.map((one) => (
          <option key={one} value={one}>
            {t(`session.role.${one}`)}
          </option>
        ))}
      </SelectField>
      {disabled ? <Badge tone="warn">{t("users.disabledSince", { clock: words.clock(disabledAt, now) })}</Badge> : null}
      <span className="ml-auto flex flex-wrap gap-2">
        {disabled ? null : (
          <Button size="small" disabled={busy} onClick={() => onOrder({ type: "password-link", name })}>
            {t("users.passwordLink")}
          </Button>
        )}
        <Button size="small" disabled={busy} onClick={() => onOrder({ type: "disabled", name, disabled: !disabled })}>
          {t(disabled ? "users.enable" : "users.disable")}
        </Button>
      </span>
    </li>
  );
};
