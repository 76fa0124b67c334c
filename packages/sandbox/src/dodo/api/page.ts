import { z } from 'zod';

const DEFAULT_SIZE = 10;
const MAXIMUM_SIZE = 100;

/**
 * `page_number` is zero-based. SDK 2.52.0 assumes that it starts at one and skips a page
 * (docs/providers/dodo.md#api-basics).
 */
export const pageQuery = z.strictObject({
  page_number: z.coerce.number().int().min(0).default(0),
  page_size: z.coerce.number().int().min(1).max(MAXIMUM_SIZE).default(DEFAULT_SIZE),
});

export type Page = z.output<typeof pageQuery>;

/** One page of the records that pass `keep`. Dodo returns no total, so nothing is read beyond the end of the page. */
export function page<T, V>(
  values: Iterable<T>,
  { page_number, page_size }: Page,
  keep: (value: T) => boolean,
  show: (value: T) => V,
): { items: V[] } {
  const items: V[] = [];
  const first = page_number * page_size;
  let seen = 0;
  for (const value of values) {
    if (!keep(value)) continue;
    if (seen >= first) items.push(show(value));
    seen += 1;
    if (items.length === page_size) break;
  }
  return { items };
}
