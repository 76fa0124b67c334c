import { expect, test } from 'vitest';
import { checkoutColumns, eventColumns, subscriptionColumns } from '@/lib/column-names';

test('an export keeps the names that the columns have always had', () => {
  expect(checkoutColumns({ id: 'c', kind: 'credits' })).toEqual({ id: 'c', lane: 'credits' });
  expect(subscriptionColumns({ id: 's', isCurrent: true })).toEqual({ id: 's', holdsSlot: true });
  expect(eventColumns({ id: 'e', targetKind: 'payment', targetId: 'pi_1' })).toEqual({
    ...{ id: 'e', rootKind: 'payment', rootId: 'pi_1' },
  });
});
