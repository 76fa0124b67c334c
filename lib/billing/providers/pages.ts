/** A page of a provider's list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the following page; null after the last one. */
  readonly next: string | null;
}

/** Fetches the page that starts at `after` (null for the first), so a reader can stop and continue much later. */
export type List<Item> = (after: string | null) => Promise<Page<Item>>;

/** Several lists, read one after another as if they were one. */
export function inSequence<Item>(lists: readonly List<Item>[]): List<Item> {
  return async (after) => {
    const [first = '0', ...rest] = (after ?? '0').split(' ');
    const index = Number(first);
    const { items, next } = (await lists[index]?.(rest[0] ?? null)) ?? { items: [], next: null };
    if (next !== null) return { items, next: `${index} ${next}` };
    return { items, next: index + 1 < lists.length ? `${index + 1}` : null };
  };
}

/** All items of a list. */
export async function wholeList<Item>(list: List<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page<Item> = await list(after);
    all.push(...page.items);
    if (page.next === null) return all;
    after = page.next;
  }
}
