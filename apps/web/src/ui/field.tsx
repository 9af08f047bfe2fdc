import { type ComponentProps, useId } from "react";
import { cn } from "../util/cn.ts";

interface Props extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** A labelled input with its hint and its error, joined for screen readers. */
export const Field = ({ label, hint, error, className, ...rest }: Props) => {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy === "" ? undefined : describedBy}
        className="min-h-9 w-full rounded-md border border-edge bg-panel px-2.5 py-1.5 text-ink aria-invalid:border-bad"
        {...rest}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-[13px] text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-[13px] text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
};

interface SelectProps extends ComponentProps<"select"> {
  readonly label: string;
}

export const SelectField = ({ label, children, ...rest }: SelectProps) => {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-[13px] text-muted">
        {label}
      </label>
      <select id={id} className="min-h-7 rounded-md border border-edge bg-panel px-1.5 py-0.5 text-[13px]" {...rest}>
        {children}
      </select>
    </div>
  );
};

interface CheckProps extends ComponentProps<"input"> {
  readonly label: string;
}

export const CheckField = ({ label, ...rest }: CheckProps) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input id={id} type="checkbox" className="mt-1 size-4 accent-accent" {...rest} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
};
