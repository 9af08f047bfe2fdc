import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import type { WeightRequest } from "../api/hub-api.ts";
import type { RealServerRow } from "./services.ts";

/** How long an override may hold; seconds, null: until somebody restores the weight. */
const SECONDS = { restored: null, m15: 900, h1: 3600, h4: 14_400, d1: 86_400, d7: 604_800 } as const;

export type WeightSpan = keyof typeof SECONDS;
export const WEIGHT_SPANS = Object.keys(SECONDS) as readonly WeightSpan[];

export interface WeightForm {
  readonly change: WeightRequest["change"];
  readonly weight: string;
  readonly span: WeightSpan;
  readonly reason: string;
  readonly force: boolean;
}

/** What a person most likely wants: to end an override where there is one, else to drain for an hour. */
export const startValues = ({ cells }: RealServerRow): WeightForm => {
  const facts = cells.flatMap((cell) => (cell === null ? [] : [cell.fact]));
  const overridden = facts.some((fact) => fact.overridden);
  const weight = String(facts[0]?.configuredWeight ?? 1);
  return { change: overridden ? "restore" : "drain", weight, span: "h1", reason: "", force: false };
};

export const weightRequest = (virtualServer: string, row: RealServerRow, form: WeightForm): WeightRequest => {
  const wish = { virtualServer, realServer: formatEndpoint(row), reason: form.reason.trim() };
  const override = { ...wish, forSeconds: SECONDS[form.span], force: form.force };
  if (form.change === "restore") return { change: "restore", body: wish };
  if (form.change === "drain") return { change: "drain", body: override };
  return { change: "weight", body: { ...override, weight: Number(form.weight) } };
};
