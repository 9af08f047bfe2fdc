import { CircleAlert, CircleCheck, CircleHelp, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { cn } from "../util/cn.ts";
import type { Tone } from "./tone.ts";

const ICONS: Readonly<Record<Tone, LucideIcon>> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
  unknown: CircleHelp,
};

/** A different shape for every tone. */
export const ToneIcon = ({ tone, className }: { tone: Tone; className?: string }) => {
  const Icon = ICONS[tone];
  return <Icon aria-hidden className={cn("size-4 shrink-0", className)} />;
};
