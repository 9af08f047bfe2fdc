import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { Tone } from "../ui/tone.ts";

export const OUTCOME_TONE: Readonly<Record<NonNullable<Drill["outcome"]>, Tone>> = {
  passed: "ok",
  "moved-slowly": "warn",
  "not-moved": "bad",
  refused: "warn",
  failed: "bad",
  interrupted: "warn",
};
