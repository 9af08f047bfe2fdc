interface Bar {
  readonly label: string;
  /** 0 to 1. */
  readonly height: number;
  /** Shown on hover and read out. */
  readonly title: string;
}

interface Props {
  readonly caption: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 36;
const HEIGHT = 84;

/** Upright bars with their labels below; the numbers are also there as a list for screen readers. */
export const BarChart = ({ caption, bars }: Props) => (
  <figure className="m-0 min-w-0">
    <div className="overflow-x-auto">
      <svg
        aria-hidden
        viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT + 16}`}
        className="h-28 max-w-full"
        style={{ minWidth: `${Math.min(bars.length * 26, 420)}px` }}
      >
        {bars.map((bar, index) => {
          const height = Math.max(bar.height > 0 ? 2 : 0, bar.height * HEIGHT);
          return (
            <g key={bar.label} transform={`translate(${index * WIDTH} 0)`}>
              <title>{bar.title}</title>
              <rect x={3} y={HEIGHT - height} width={WIDTH - 6} height={height} rx={2} className="fill-accent" />
              <text x={WIDTH / 2} y={HEIGHT + 12} textAnchor="middle" className="fill-muted text-[10px]">
                {bar.label}
              </text>
            </g>
          );
        })}
        <line x1={0} x2={bars.length * WIDTH} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="stroke-line" />
      </svg>
    </div>
    <figcaption className="text-[13px] text-muted">{caption}</figcaption>
    <ul className="sr-only">
      {bars.map((bar) => (
        <li key={bar.label}>{bar.title}</li>
      ))}
    </ul>
  </figure>
);
