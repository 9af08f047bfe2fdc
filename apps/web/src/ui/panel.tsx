import { type ReactNode, useId } from "react";
import { cn } from "../util/cn.ts";

interface Props {
  readonly title: string;
  /** Stands right of the title. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled region of the page. */
export const Panel = ({ title, aside, className, children }: Props) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("min-w-0", className)}>
      <header className="mb-2 flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold text-[15px]">
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
};

export const Card = ({ className, ...rest }: React.ComponentProps<"div">) => (
  <div className={cn("rounded-lg border border-line bg-panel", className)} {...rest} />
);

/** Said where there is nothing to show. */
export const Empty = ({ children }: { children: ReactNode }) => (
  <Card className="border-dashed px-4 py-5 text-muted">{children}</Card>
);
