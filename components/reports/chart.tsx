import type { ReportDay } from '@/lib/reports/report';

const WIDTH = 720;
const HEIGHT = 240;

interface Props {
  readonly days: readonly ReportDay[];
  /** Text alternative. */
  readonly label: string;
  readonly busiest: string;
  /** Labels at both ends of the axis. */
  readonly ends: readonly [string, string];
}

/** Bars for the days and a line for the trend, as server-rendered SVG without scripts or inline styles. */
export function Chart({ days, label, busiest, ends }: Props) {
  const top = Math.max(1, ...days.map(({ value }) => value));
  const step = WIDTH / days.length;
  const y = (value: number) => HEIGHT - (value / top) * (HEIGHT - 12);
  const lines = [0.25, 0.5, 0.75, 1].map((part) => `M0 ${y(top * part)}H${WIDTH}`).join('');
  // One element for all bars: a page with a year of them would take long to render and to send.
  const bars = (shown: readonly boolean[]) =>
    days.map(({ value }, index) => (shown[index] === true ? bar(index * step, step, y(value)) : '')).join('');
  const trend = days.flatMap((day, index) =>
    day.trend === null ? [] : [`${((index + 0.5) * step).toFixed(1)},${y(day.trend).toFixed(1)}`],
  );
  return (
    <div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-40 w-full sm:h-60 *:[vector-effect:non-scaling-stroke]"
      >
        <path d={lines} className="stroke-border" />
        <path d={bars(days.map(({ day }) => day !== busiest))} className="fill-chart-1" />
        <path d={bars(days.map(({ day }) => day === busiest))} className="fill-primary stroke-primary-border" />
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} strokeWidth="2" className="stroke-input" />
        {trend.length > 1 && (
          <polyline
            points={trend.join(' ')}
            fill="none"
            strokeWidth="2"
            strokeLinejoin="round"
            className="stroke-foreground"
          />
        )}
      </svg>
      <p aria-hidden="true" className="mt-2 flex justify-between text-xs text-muted-foreground">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </div>
  );
}

/** A bar in the middle of its step, from the axis up to `y`. */
function bar(x: number, step: number, y: number): string {
  return `M${(x + step * 0.14).toFixed(2)} ${HEIGHT}V${y.toFixed(2)}h${(step * 0.72).toFixed(2)}V${HEIGHT}z`;
}
