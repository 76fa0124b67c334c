'use client';

interface Props {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { value: string; label: string; note: string | null }[];
  /** The one that is selected at first. */
  readonly first: string | undefined;
}

/** Radio buttons that look like one control. Nothing to choose, nothing shown. */
export function SegmentedControl({ name, legend, options, first }: Props) {
  if (options.length < 2) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-xs text-muted-foreground">{legend}</legend>
      <div className="inline-flex flex-wrap rounded-sm border border-input bg-card p-1">
        {options.map(({ value, label, note }) => (
          <label
            key={value}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-xs px-3.5 text-sm font-medium hover:bg-muted has-checked:bg-foreground has-checked:text-background has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring"
          >
            <input type="radio" name={name} value={value} defaultChecked={value === first} className="sr-only" />
            {label}
            {note !== null && <span className="text-xs font-normal opacity-85">{note}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
