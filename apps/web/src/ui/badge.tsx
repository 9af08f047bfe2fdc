import type { ReactNode } from "react";
import { cn } from "../util/cn.ts";
import { TONE_SOFT, type Tone } from "./tone.ts";
import { ToneIcon } from "./tone-icon.tsx";

interface Props {
  readonly tone: Tone;
  readonly icon?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export const Badge = ({ tone, icon = true, className, children }: Props) => (
  <span
    className={cn(
      "inline-flex items-center gap-1 whitespace-nowrap rounded px-1.5 py-0.5 font-semibold text-xs",
      TONE_SOFT[tone],
      className,
    )}
  >
    {icon ? <ToneIcon tone={tone} className="size-3.5" /> : null}
    {children}
  </span>
);
