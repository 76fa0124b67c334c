import { isListing } from '../../engine/listing';
import { invalidRequest, resourceMissing } from './errors';
import { type Param, p, type Range } from './params';
import type { StripeObject } from './wire';

/** The parameters of all lists. */
export const pageParams = {
  limit: p.integer({ min: 1, max: 100 }),
  starting_after: p.string(),
  ending_before: p.string(),
} satisfies Record<string, Param<unknown>>;

/** The parameters of a list that also filters by time. */
export const listParams = { ...pageParams, created: p.range() };

export interface Page {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: Range | undefined;
}

export interface ListObject<T> {
  object: 'list';
  data: T[];
  has_more: boolean;
  url: string;
  total_count?: number;
}

/** Whether a time is within a range filter. Without a filter, everything passes. */
export function inRange(value: number, range: Range | undefined): boolean {
  if (!range) return true;
  return (
    (range.gt === undefined || value > range.gt) &&
    (range.gte === undefined || value >= range.gte) &&
    (range.lt === undefined || value < range.lt) &&
    (range.lte === undefined || value <= range.lte)
  );
}

/**
 * One page of `source`, which is sorted newest first (a table's `newestFirst()` or `by()`).
 * @param where an additional filter; `created` comes from `page` if the objects have it
 * @throws 400 when a cursor is an object that isn't in the list
 */
export function listOf<T extends { id: string }>(
  page: Page,
  options: { url: string; source: Iterable<T>; where?: (item: T) => boolean; label?: string },
): ListObject<T> {
  const { url, source, where } = options;
  const limit = page.limit ?? 10;
  if (page.starting_after !== undefined && page.ending_before !== undefined) {
    throw invalidRequest('Only one of these parameters can be passed: ending_before, starting_after.');
  }
  const fits = (item: T): boolean => createdIn(item, page.created) && (where?.(item) ?? true);
  return page.ending_before === undefined ? after(fits) : before(page.ending_before, fits);

  function after(fits: (item: T) => boolean): ListObject<T> {
    const data: T[] = [];
    for (const item of page.starting_after === undefined ? source : older(page.starting_after)) {
      if (!fits(item)) continue;
      if (data.length === limit) return { object: 'list', data, has_more: true, url };
      data.push(item);
    }
    return { object: 'list', data, has_more: false, url };
  }

  function before(cursor: string, fits: (item: T) => boolean): ListObject<T> {
    const data: T[] = [];
    for (const item of newer(cursor)) {
      if (!fits(item)) continue;
      if (data.length === limit) return { object: 'list', data: data.reverse(), has_more: true, url };
      data.push(item);
    }
    return { object: 'list', data: data.reverse(), has_more: false, url };
  }

  function older(cursor: string): Iterable<T> {
    if (isListing(source)) return source.after(cursor) ?? unknown(cursor, 'starting_after');
    const items = [...source];
    const at = items.findIndex(({ id }) => id === cursor);
    return at === -1 ? unknown(cursor, 'starting_after') : items.slice(at + 1);
  }

  /** Nearest first. */
  function newer(cursor: string): Iterable<T> {
    if (isListing(source)) return source.before(cursor) ?? unknown(cursor, 'ending_before');
    const items = [...source];
    const at = items.findIndex(({ id }) => id === cursor);
    return at === -1 ? unknown(cursor, 'ending_before') : items.slice(0, at).reverse();
  }

  function unknown(cursor: string, param: string): never {
    throw resourceMissing(options.label ?? 'object', cursor, param);
  }
}

function createdIn(item: object, range: Range | undefined): boolean {
  if (!range) return true;
  return 'created' in item && typeof item.created === 'number' && inRange(item.created, range);
}

/** A complete list inside another object, with its `total_count`. */
export function embeddedList<T>(data: T[], url: string): ListObject<T> & { total_count: number } {
  return { object: 'list', data, has_more: false, total_count: data.length, url };
}

export function isList(value: object): value is ListObject<StripeObject> {
  return 'object' in value && (value.object === 'list' || value.object === 'search_result');
}
