import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "../util/cn.ts";

const button = cva(
  "inline-flex items-center justify-center gap-2 rounded-md font-semibold disabled:cursor-not-allowed disabled:bg-unknown-soft disabled:text-unknown disabled:border-line",
  {
    variants: {
      kind: {
        primary: "bg-accent text-on-accent hover:bg-accent-strong",
        plain: "border border-edge bg-panel text-ink hover:bg-well",
        quiet: "text-accent hover:bg-well",
      },
      size: { normal: "min-h-9 px-3.5 py-1.5", small: "min-h-7 px-2.5 py-0.5 text-[13px]" },
    },
    defaultVariants: { kind: "plain", size: "normal" },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof button>;

export const Button = ({ kind, size, className, type = "button", ...rest }: Props) => (
  <button type={type} className={cn(button({ kind, size }), className)} {...rest} />
);
