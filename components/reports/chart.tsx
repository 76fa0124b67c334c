import type { ReportDay } from '@/lib/reports/report';

const WIDTH = 720;
const HEIGHT = 240;

interface Props {
  readonly days: readonly ReportDay[];
  /** What the chart shows, in a sentence, for those who do not see it. */
  readonly label: string;
  readonly busiest: string;
  /** Text under the two ends of the axis. */
  readonly ends: readonly [string, string];
}

/** Bars for the days and a line for the trend. Drawn on the server: no script, no inline style, sharp at any size. */
export function Chart({ days, label, busiest, ends }: Props) {
  const top = Math.max(1, ...days.map(({ value }) => value));
  const step = WIDTH / days.length;
  const y = (value: number) => HEIGHT - (value / top) * (HEIGHT - 12);
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
        {[0.25, 0.5, 0.75, 1].map((part) => (
          <line key={part} x1="0" x2={WIDTH} y1={y(top * part)} y2={y(top * part)} className="stroke-line" />
        ))}
        {days.map(({ day, value }, index) => (
          <rect
            key={day}
            x={(index * step + step * 0.14).toFixed(2)}
            width={(step * 0.72).toFixed(2)}
            y={y(value).toFixed(2)}
            height={(HEIGHT - y(value)).toFixed(2)}
            className={day === busiest ? 'fill-signal stroke-signal-edge' : 'fill-bar'}
          />
        ))}
        <line x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} strokeWidth="2" className="stroke-line-strong" />
        {trend.length > 1 && (
          <polyline
            points={trend.join(' ')}
            fill="none"
            strokeWidth="2"
            strokeLinejoin="round"
            className="stroke-ink"
          />
        )}
      </svg>
      <p aria-hidden="true" className="mt-2 flex justify-between text-xs text-muted">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </div>
  );
}
