import { type List, wholeList } from '../pages';
import { reading } from './errors';

const PAGE_SIZE = 100;

interface PageRequest {
  readonly page_number: number;
  readonly page_size: number;
}

type FetchPage<Raw> = (page: PageRequest) => Promise<{ readonly items: readonly Raw[] }>;

/**
 * A Dodo list. Pages are numbered from 0; the SDK's own iteration starts without a number, continues with 2, and skips
 * the second page, so each page is requested by its number.
 */
export function listOf<Raw, Item>(fetchPage: FetchPage<Raw>, toItems: (raw: Raw) => Item[]): List<Item> {
  return async (after) => {
    const number = Number(after ?? 0);
    const { items } = await reading(() => fetchPage({ page_number: number, page_size: PAGE_SIZE }));
    return { items: items.flatMap(toItems), next: items.length < PAGE_SIZE ? null : String(number + 1) };
  };
}

/**
 * All items of a list, each once: where the newest come first, one that is made between two requests moves the last item of
 * a page to the following page.
 */
export async function allPages<Item>(fetchPage: FetchPage<Item>, idOf: (item: Item) => string): Promise<Item[]> {
  const items = await wholeList(listOf(fetchPage, (item) => [item]));
  return [...new Map(items.map((item) => [idOf(item), item])).values()];
}
