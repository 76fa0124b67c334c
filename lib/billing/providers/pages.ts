/** A page of a provider's list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What asks for the page after it; null after the last one. */
  readonly next: string | null;
}

/** Asks for the page that begins at `after`, the first one with null: so a reader can stop and continue much later. */
export type List<Item> = (after: string | null) => Promise<Page<Item>>;

/** Several lists, read one after the other as if they were one. */
export function inSequence<Item>(lists: readonly List<Item>[]): List<Item> {
  return async (after) => {
    const [first = '0', ...rest] = (after ?? '0').split(' ');
    const index = Number(first);
    const { items, next } = (await lists[index]?.(rest[0] ?? null)) ?? { items: [], next: null };
    if (next !== null) return { items, next: `${index} ${next}` };
    return { items, next: index + 1 < lists.length ? `${index + 1}` : null };
  };
}

/** Everything a list has. */
export async function wholeList<Item>(list: List<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page<Item> = await list(after);
    all.push(...page.items);
    if (page.next === null) return all;
    after = page.next;
  }
}
