import { type ComponentProps, useId } from "react";

interface Props extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string;
}

/** One of several choices; give those of a group the same name. */
export const ChoiceField = ({ label, hint, ...rest }: Props) => {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="radio"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-4 accent-accent"
        {...rest}
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-[13px] text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
};
