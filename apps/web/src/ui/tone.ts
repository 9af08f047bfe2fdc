/** What a colour stands for; a word or a sign always says the same. */
export type Tone = "ok" | "warn" | "bad" | "info" | "unknown";

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
  unknown: "text-unknown",
};

export const TONE_SOFT: Readonly<Record<Tone, string>> = {
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
  unknown: "bg-unknown-soft text-unknown",
};

export const TONE_EDGE: Readonly<Record<Tone, string>> = {
  ok: "border-l-ok",
  warn: "border-l-warn",
  bad: "border-l-bad",
  info: "border-l-info",
  unknown: "border-l-unknown",
};
