import { type List, wholeList } from '../pages';
import { reading } from './errors';

const PAGE_SIZE = 100;

interface Asked {
  readonly page_number: number;
  readonly page_size: number;
}

type Ask<Raw> = (page: Asked) => Promise<{ readonly items: readonly Raw[] }>;

/**
 * A list of Dodo's. Pages are numbered from 0; the SDK's own iteration begins at "none", goes on with 2 and skips the
 * second page, so each page is asked for by its number.
 */
export function listOf<Raw, Item>(ask: Ask<Raw>, toItems: (raw: Raw) => Item[]): List<Item> {
  return async (after) => {
    const number = Number(after ?? 0);
    const { items } = await reading(() => ask({ page_number: number, page_size: PAGE_SIZE }));
    return { items: items.flatMap(toItems), next: items.length < PAGE_SIZE ? null : String(number + 1) };
  };
}

/** Everything a list has. */
export function allPages<Item>(ask: Ask<Item>): Promise<Item[]> {
  return wholeList(listOf(ask, (item) => [item]));
}
