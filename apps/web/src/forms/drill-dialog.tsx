import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { DrillPreflight } from "../api/hub-api.ts";
import { usePreflight, useStartDrill } from "../hooks/use-drills.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import { reasonText } from "../model/problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { FactRow, Facts } from "../ui/facts.tsx";
import { CheckField, Field } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";

interface Props {
  readonly instance: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onStarted: (drill: Drill) => void;
}

/** Asks before the VIP moves: shows what would happen and what stands in the way, wants a reason. */
export const DrillDialog = ({ instance, open, onOpenChange, onStarted }: Props) => {
  const { t } = useTranslation();
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={t("drill.dialogTitle")} description={t("drill.dialogIntro")}>
      {open ? (
        <DrillForm
          instance={instance}
          onCancel={() => onOpenChange(false)}
          onStarted={(drill) => {
            onOpenChange(false);
            onStarted(drill);
          }}
        />
      ) : null}
    </Modal>
  );
};

interface FormProps {
  readonly instance: string;
  readonly onCancel: () => void;
  readonly onStarted: (drill: Drill) => void;
}

const MAX_REASON = 500;

const DrillForm = ({ instance, onCancel, onStarted }: FormProps) => {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const preflight = usePreflight(instance);
  const start = useStartDrill(onStarted);
  const { register, handleSubmit, formState } = useForm({ defaultValues: { reason: "", handBack: false } });
  const clear = preflight.data !== undefined && preflight.data.blockers.length === 0 && !preflight.isError;
  const submit = handleSubmit(({ reason, handBack }) => start.mutate({ instance, reason: reason.trim(), handBack }));
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="mt-4 grid gap-4">
      {preflight.isError ? <Alert tone="bad">{problemText(preflight.error)}</Alert> : null}
      {preflight.isPending ? <p className="text-muted">{t("drill.checking")}</p> : null}
      {preflight.data ? <Preflight preflight={preflight.data} /> : null}
      <Field
        label={t("drill.reason")}
        hint={t("drill.reasonHint")}
        autoComplete="off"
        maxLength={MAX_REASON}
        data-testid="drill-reason"
        error={formState.errors.reason ? t("form.required") : undefined}
        {...register("reason", { validate: (value) => value.trim().length > 0 })}
      />
      <CheckField label={t("drill.handBack")} data-testid="drill-hand-back" {...register("handBack")} />
      {start.isError ? (
        <Alert tone="bad" urgent>
          {problemText(start.error)}
        </Alert>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("drill.cancel")}</Button>
        <Button type="submit" kind="primary" data-testid="drill-confirm" disabled={!clear || start.isPending}>
          {t("drill.confirm")}
        </Button>
      </div>
    </form>
  );
};

const Preflight = ({ preflight: { from, to, witness, blockers } }: { preflight: DrillPreflight }) => {
  const { t, i18n } = useTranslation();
  const nobody = t("drill.nobody");
  return (
    <div className="grid gap-3" data-testid="drill-preflight">
      <Facts>
        <FactRow name={t("drill.from")}>
          <b>{from ?? nobody}</b>
        </FactRow>
        <FactRow name={t("drill.to")}>
          <b>{to ?? nobody}</b>
        </FactRow>
        <FactRow name={t("drill.witness")}>
          <b>{witness ?? nobody}</b>
        </FactRow>
      </Facts>
      {blockers.length === 0 ? (
        <Alert tone="ok">{t("drill.ready")}</Alert>
      ) : (
        <Alert tone="warn">
          <p className="font-semibold">{t("drill.blockers", { count: blockers.length })}</p>
          <ul className="list-disc pl-5">
            {blockers.map((blocker) => (
              <li key={blocker.code}>{reasonText(t, i18n, blocker)}</li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  );
};
