import { ADMIN } from './copy';
import { withQuery } from './format';

interface PagerProps {
  readonly path: string;
  /** Filters that stay. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly next: string | null;
}

/** Links to the next page by its cursor, and back to the first. */
export function Pager({ path, query, next }: PagerProps) {
  const { cursor, ...filters } = query;
  if (next === null && cursor === undefined) return null;
  return (
    <p className="flex gap-6 text-sm">
      {cursor !== undefined && (
        <a className="link inline-flex min-h-11 items-center" href={withQuery(path, filters)}>
          {ADMIN.first}
        </a>
      )}
      {next !== null && (
        <a className="link inline-flex min-h-11 items-center" href={withQuery(path, { ...filters, cursor: next })}>
          {ADMIN.next}
        </a>
      )}
    </p>
  );
}
