import { withQuery } from '../format';

interface Props {
  readonly label: string;
  readonly path: string;
  /** The query parameter that says which tab is open. */
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly current: string;
}

/** Links between lists on one page, so that each has a URL. */
export function Tabs({ label, path, name, names, current }: Props) {
  return (
    <nav aria-label={label} className="overflow-x-auto">
      <ul className="flex gap-2">
        {Object.entries(names).map(([value, text]) => (
          <li key={value}>
            <a
              href={withQuery(path, { [name]: value })}
              aria-current={value === current ? 'page' : undefined}
              className="inline-flex min-h-11 items-center rounded-sm border border-input px-3 text-sm whitespace-nowrap hover:bg-muted aria-[current]:bg-foreground aria-[current]:text-background"
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
