import type { ReactNode } from "react";
import { cn } from "../util/cn.ts";

/** Names and values, two columns. */
export const Facts = ({ className, children }: { className?: string; children: ReactNode }) => (
  <dl className={cn("grid grid-cols-[minmax(6.5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1", className)}>{children}</dl>
);

export const FactRow = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);
