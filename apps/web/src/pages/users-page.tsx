import type { Invitation } from "@baton/shared/contract/http/users.ts";
import { useTranslation } from "react-i18next";
import { MadeLink } from "../components/made-link.tsx";
import { InviteForm } from "../forms/invite-form.tsx";
import { useHubNow } from "../hooks/use-hub-now.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { useTitle } from "../hooks/use-title.ts";
import { useUserOrder, useUsers } from "../hooks/use-users.ts";
import { useWords } from "../hooks/use-words.ts";
import { UserTable } from "../table/user-table.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Panel } from "../ui/panel.tsx";

/** Who may log in, in which role, and who is invited. For administrators. */
export const UsersPage = () => {
  const { t } = useTranslation();
  useTitle(`${t("users.title")} | ${t("app.name")}`);
  const now = useHubNow();
  const problemText = useProblemText();
  const users = useUsers();
  const order = useUserOrder();
  const invitations = users.data?.invitations ?? [];
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-1 gap-5">
      {users.isError ? <Alert tone="bad">{problemText(users.error)}</Alert> : null}
      {order.isError ? (
        <Alert tone="bad" urgent>
          {problemText(order.error)}
        </Alert>
      ) : null}
      {order.data ? <MadeLink made={order.data} now={now} /> : null}
      <Panel title={t("users.title")}>
        <UserTable users={users.data?.users ?? []} now={now} busy={order.isPending} onOrder={order.mutate} />
      </Panel>
      {invitations.length === 0 ? null : (
        <Panel title={t("users.waiting")}>
          <Invitations
            invitations={invitations}
            now={now}
            busy={order.isPending}
            onDrop={(name) => order.mutate({ type: "drop-invitation", name })}
          />
        </Panel>
      )}
      <Panel title={t("users.inviteTitle")}>
        <Card className="grid gap-3 p-4">
          <p className="text-muted">{t("users.inviteIntro")}</p>
          <InviteForm busy={order.isPending} onInvite={(name, role) => order.mutate({ type: "invite", name, role })} />
        </Card>
      </Panel>
    </div>
  );
};

interface InvitationsProps {
  readonly invitations: readonly Invitation[];
  readonly now: number;
  readonly busy: boolean;
  readonly onDrop: (name: string) => void;
}

const Invitations = ({ invitations, now, busy, onDrop }: InvitationsProps) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Card>
      <ul>
        {invitations.map(({ name, role, createdBy, expiresAt }) => (
          <li
            key={name}
            data-testid={`invitation-${name}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 last:border-b-0"
          >
            <span className="font-semibold">{name}</span>
            <span>{t(`session.role.${role}`)}</span>
            <span className="text-[13px] text-muted">
              {t("users.invitedBy", { name: createdBy, clock: words.clock(expiresAt, now) })}
            </span>
            <Button size="small" className="ml-auto" disabled={busy} onClick={() => onDrop(name)}>
              {t("users.takeBack")}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
};
