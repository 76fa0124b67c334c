import { expect, test } from 'vitest';
import { allPages } from '@/lib/billing/providers/dodo/pages';

test('an item that a newer one moved to the following page is read once', async () => {
  const items = Array.from({ length: 150 }, (_, index) => ({ id: `pay_${150 - index}` }));
  const fetchPage = async ({ page_number: number, page_size: size }: { page_number: number; page_size: number }) => {
    const page = { items: items.slice(number * size, (number + 1) * size) };
    if (number === 0) items.unshift({ id: 'pay_151' });
    return page;
  };
  const read = await allPages(fetchPage, ({ id }) => id);
  expect(read.map(({ id }) => id)).toEqual(items.slice(1).map(({ id }) => id));
});
