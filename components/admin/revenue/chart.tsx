import type { SeriesPoint } from '@/lib/operators/revenue/report';

/** Units of the drawing: a step, the bar in it, and the height. */
const STEP = 10;
const BAR = 8;
const HEIGHT = 180;

interface Props {
  /** Text alternative; the same numbers are in a table. */
  readonly label: string;
  readonly series: readonly SeriesPoint[];
}

/** A bar for each step, drawn on the server as SVG without scripts or inline styles. */
export function RevenueChart({ label, series }: Props) {
  const amounts = series.map(({ mrr }) => mrr).filter((mrr) => mrr > 0n);
  const [top = 1n] = amounts.sort((a, b) => (a < b ? 1 : -1));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${series.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-40 w-full rounded-sm border border-border bg-card *:[vector-effect:non-scaling-stroke]"
    >
      {series.map(({ day, mrr }, index) => {
        const height = mrr > 0n ? Number((mrr * BigInt(HEIGHT - 12)) / top) : 0;
        return (
          <rect
            key={day}
            x={index * STEP + 1}
            width={BAR}
            y={HEIGHT - height}
            height={height}
            className="fill-primary stroke-primary-border"
          />
        );
      })}
    </svg>
  );
}
