import type { ReactNode } from "react";
import { cn } from "../util/cn.ts";
import { TONE_SOFT, type Tone } from "./tone.ts";
import { ToneIcon } from "./tone-icon.tsx";

interface Props {
  readonly tone: Tone;
  /** Read out at once by a screen reader. */
  readonly urgent?: boolean;
  readonly className?: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

export const Alert = ({ tone, urgent = false, className, testId, children }: Props) => (
  <div
    data-testid={testId}
    role={urgent ? "alert" : undefined}
    className={cn("flex items-start gap-2 rounded-md px-3 py-2", TONE_SOFT[tone], className)}
  >
    <ToneIcon tone={tone} className="mt-0.5" />
    <div className="min-w-0">{children}</div>
  </div>
);
