const PAGE_SIZE = 100;

interface Page<Item> {
  readonly items: readonly Item[];
}

/**
 * Everything a list has. Pages are numbered from 0; the SDK's own iteration begins at "none", goes on with 2 and skips
 * the second page, so each page is asked for by its number.
 */
export async function allPages<Item>(
  ask: (page: { page_number: number; page_size: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let page_number = 0; ; page_number += 1) {
    const { items } = await ask({ page_number, page_size: PAGE_SIZE });
    all.push(...items);
    if (items.length < PAGE_SIZE) return all;
  }
}
