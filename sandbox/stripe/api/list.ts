import { invalidRequest, resourceMissing } from './errors';
import { type Param, p, type Range } from './params';
import type { StripeObject } from './wire';

/** The parameters every list takes. */
export const pageParams = {
  limit: p.integer({ min: 1, max: 100 }),
  starting_after: p.string(),
  ending_before: p.string(),
} satisfies Record<string, Param<unknown>>;

/** The parameters of a list that can also be narrowed by time. */
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

/** Whether a time lies in a range filter. No filter lets everything through. */
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
 * One page of `source`, which runs newest first (a table's `newestFirst()` or `by()`).
 * @param where narrows further; `created` is applied from `page` when the objects have it
 * @throws 400 when a cursor names an object that is not in the list
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
    let started = page.starting_after === undefined;
    for (const item of source) {
      if (!started) {
        started = item.id === page.starting_after;
        continue;
      }
      if (!fits(item)) continue;
      if (data.length === limit) return { object: 'list', data, has_more: true, url };
      data.push(item);
    }
    if (!started) throw resourceMissing(options.label ?? 'object', page.starting_after ?? '', 'starting_after');
    return { object: 'list', data, has_more: false, url };
  }

  function before(cursor: string, fits: (item: T) => boolean): ListObject<T> {
    const newer: T[] = [];
    for (const item of source) {
      if (item.id === cursor) return { object: 'list', data: newer.slice(-limit), has_more: newer.length > limit, url };
      if (fits(item)) newer.push(item);
    }
    throw resourceMissing(options.label ?? 'object', cursor, 'ending_before');
  }
}

function createdIn(item: object, range: Range | undefined): boolean {
  if (!range) return true;
  return 'created' in item && typeof item.created === 'number' && inRange(item.created, range);
}

/** A list inside another object, whole, with its `total_count`. */
export function embeddedList<T>(data: T[], url: string): ListObject<T> & { total_count: number } {
  return { object: 'list', data, has_more: false, total_count: data.length, url };
}

export function isList(value: object): value is ListObject<StripeObject> {
  return 'object' in value && (value.object === 'list' || value.object === 'search_result');
}
