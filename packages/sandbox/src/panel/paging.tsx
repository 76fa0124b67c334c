/** @jsxImportSource hono/jsx */
import type { FC } from 'hono/jsx';
import { ButtonLink } from '../engine/page';

const SIZE = 50;

export interface Page<T> {
  items: T[];
  number: number;
  total: number;
  last: number;
}

/** The items on page `wanted` (from 1). */
export function pageOf<T>(all: readonly T[], wanted: string | undefined): Page<T> {
  const last = Math.max(1, Math.ceil(all.length / SIZE));
  const asked = Math.floor(Number(wanted));
  const number = asked >= 1 ? Math.min(asked, last) : 1;
  return { items: all.slice((number - 1) * SIZE, number * SIZE), number, total: all.length, last };
}

/** Links to newer and older items, when there is more than one page. */
export const Pages: FC<{ page: Page<unknown>; query: Record<string, string> }> = ({ page, query }) => {
  if (page.last === 1) return null;
  const to = (number: number): string => `?${new URLSearchParams({ ...query, page: String(number) })}`;
  return (
    <div class="panel-head">
      <span class="hint">
        Page {page.number} of {page.last}, {page.total.toLocaleString('en')} in all
      </span>
      <span class="buttons">
        {page.number > 1 ? (
          <ButtonLink href={to(page.number - 1)} small>
            Newer
          </ButtonLink>
        ) : null}
        {page.number < page.last ? (
          <ButtonLink href={to(page.number + 1)} small>
            Older
          </ButtonLink>
        ) : null}
      </span>
    </div>
  );
};
