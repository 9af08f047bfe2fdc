import { useTranslation } from "react-i18next";
import { type EventFilter, SEVERITY_FILTERS } from "../model/event-list.ts";
import { SelectField } from "../ui/field.tsx";

interface Props {
  readonly filter: EventFilter;
  readonly nodes: readonly string[];
  readonly onChange: (filter: EventFilter) => void;
}

const LABEL = { all: "events.all", warning: "events.atLeastWarning", critical: "events.onlyCritical" } as const;

export const EventFilterForm = ({ filter, nodes, onChange }: Props) => {
  const { t } = useTranslation();
  const chooseSeverity = (value: string): void => {
    const severity = SEVERITY_FILTERS.find((one) => one === value) ?? "all";
    onChange({ ...filter, severity });
  };
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1">
      <SelectField
        label={t("events.filterSeverity")}
        value={filter.severity}
        onChange={(event) => chooseSeverity(event.target.value)}
      >
        {SEVERITY_FILTERS.map((severity) => (
          <option key={severity} value={severity}>
            {t(LABEL[severity])}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("events.filterNode")}
        value={filter.node ?? ""}
        onChange={(event) => onChange({ ...filter, node: event.target.value === "" ? null : event.target.value })}
      >
        <option value="">{t("events.all")}</option>
        {nodes.map((node) => (
          <option key={node} value={node}>
            {node}
          </option>
        ))}
      </SelectField>
    </div>
  );
};
