export const BrandMark = ({ className }: { className?: string }) => (
  <svg aria-hidden viewBox="0 0 32 32" className={className}>
    <rect width="32" height="32" rx="7" className="fill-accent" />
    <path d="M8.5 23.5 23.5 8.5" className="stroke-on-accent" strokeWidth="5" strokeLinecap="round" />
    <path d="m11.6 20.4 2-2M18.4 13.6l2-2" className="stroke-accent" strokeWidth="5" />
  </svg>
);
