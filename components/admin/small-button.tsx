interface Props {
  /** A route handler that takes the fields. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly name: string;
  /** What the button acts on, for screen readers: rows have the same buttons. */
  readonly about?: string;
}

/** A button in a table row that posts a few hidden fields. */
export function SmallButton({ action, fields, name, about }: Props) {
  return (
    <form method="post" action={action}>
      {Object.entries(fields).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <button
        type="submit"
        className="min-h-8 cursor-pointer rounded-sm border border-input bg-card px-2.5 text-xs font-medium whitespace-nowrap hover:bg-muted"
      >
        {name}
        {about !== undefined && <span className="sr-only"> {about}</span>}
      </button>
    </form>
  );
}
