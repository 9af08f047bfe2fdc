import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { useMutation } from "@tanstack/react-query";
import { type UseFormReturn, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { WeightResult } from "../components/weight-result.tsx";
import { usePageServices } from "../hooks/page-context.ts";
import { useProblemText } from "../hooks/use-problem-text.ts";
import type { RealServerRow } from "../model/services.ts";
import { startValues, WEIGHT_SPANS, type WeightForm, weightRequest } from "../model/weight-form.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { ChoiceField } from "../ui/choice-field.tsx";
import { CheckField, Field, SelectField } from "../ui/field.tsx";
import { Modal } from "../ui/modal.tsx";

/** The real server that is asked about. */
export interface WeightTarget {
  readonly virtualServer: string;
  readonly row: RealServerRow;
}

interface Props {
  /** Null: closed. */
  readonly target: WeightTarget | null;
  readonly onClose: () => void;
}

/** Drains a real server, gives it another weight or the configured one again, on all its directors. */
export const WeightDialog = ({ target, onClose }: Props) => {
  const { t } = useTranslation();
  const server = target === null ? "" : formatEndpoint(target.row);
  return (
    <Modal
      open={target !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("weights.dialogTitle", { server })}
      description={t("weights.dialogIntro", { service: target?.virtualServer ?? "" })}
    >
      {target === null ? null : <WeightFields target={target} onClose={onClose} />}
    </Modal>
  );
};

const LAST_SERVER = "weight.last-server";

const WeightFields = ({ target, onClose }: { target: WeightTarget; onClose: () => void }) => {
  const { t } = useTranslation();
  const { api } = usePageServices();
  const problemText = useProblemText();
  const change = useMutation({
    mutationFn: (form: WeightForm) => api.changeWeight(weightRequest(target.virtualServer, target.row, form)),
  });
  const form = useForm<WeightForm>({ defaultValues: startValues(target.row) });
  const answers = change.data?.directors ?? [];
  const settled = answers.length > 0 && answers.every(({ outcome }) => outcome === "done");
  return (
    <form
      noValidate
      onSubmit={(event) => void form.handleSubmit((values) => change.mutate(values))(event)}
      className="mt-4 grid gap-4"
    >
      {settled ? null : <Questions form={form} />}
      {answers.some(({ code }) => code === LAST_SERVER) ? (
        <CheckField label={t("weights.force")} data-testid="weight-force" {...form.register("force")} />
      ) : null}
      <WeightResult directors={answers} />
      {change.isError ? (
        <Alert tone="bad" urgent>
          {problemText(change.error)}
        </Alert>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose} data-testid="weight-close">
          {t(settled ? "weights.close" : "weights.cancel")}
        </Button>
        {settled ? null : (
          <Button type="submit" kind="primary" data-testid="weight-confirm" disabled={change.isPending}>
            {t(change.isPending ? "weights.asking" : "weights.confirm")}
          </Button>
        )}
      </div>
    </form>
  );
};

const MAX_WEIGHT = 65_535;

const Questions = ({ form: { register, watch, formState } }: { form: UseFormReturn<WeightForm> }) => {
  const { t } = useTranslation();
  const change = watch("change");
  const { errors } = formState;
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t("weights.what")}</legend>
        <ChoiceField label={t("weights.drain")} hint={t("weights.drainHint")} value="drain" {...register("change")} />
        <ChoiceField label={t("weights.set")} value="weight" {...register("change")} />
        <ChoiceField
          label={t("weights.restore")}
          hint={t("weights.restoreHint")}
          value="restore"
          {...register("change")}
        />
      </fieldset>
      {change === "weight" ? (
        <Field
          label={t("weights.weight")}
          inputMode="numeric"
          autoComplete="off"
          data-testid="weight-value"
          error={errors.weight ? t("weights.badWeight", { max: MAX_WEIGHT }) : undefined}
          {...register("weight", { validate: (text) => /^\d{1,5}$/.test(text) && Number(text) <= MAX_WEIGHT })}
        />
      ) : null}
      {change === "restore" ? null : (
        <SelectField
          label={t("weights.for")}
          data-testid="weight-for"
          defaultValue={formState.defaultValues?.span}
          {...register("span")}
        >
          {WEIGHT_SPANS.map((span) => (
            <option key={span} value={span}>
              {t(`weights.span.${span}`)}
            </option>
          ))}
        </SelectField>
      )}
      <Field
        label={t("weights.reason")}
        hint={t("weights.reasonHint")}
        autoComplete="off"
        maxLength={500}
        data-testid="weight-reason"
        error={errors.reason ? t("form.required") : undefined}
        {...register("reason", { validate: (value) => value.trim().length > 0 })}
      />
    </>
  );
};
