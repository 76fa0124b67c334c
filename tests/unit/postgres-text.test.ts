import { expect, test } from 'vitest';
import { withoutNul } from '@/lib/billing/postgres-text';

test('a NUL in any text, however deep, becomes the replacement character', () => {
  expect(withoutNul({ message: 'no\0pe', list: ['a\0', { inner: '\0' }] })).toEqual({
    message: 'no\ufffdpe',
    list: ['a\ufffd', { inner: '\ufffd' }],
  });
});

test('everything else stays as it is', () => {
  const given = {
    at: new Date('2026-11-21T00:00:00Z'),
    amount: 900n,
    left: null,
    on: true,
    text: 'é 🙂',
    none: undefined,
  };
  expect(withoutNul(given)).toEqual(given);
  expect(withoutNul(given).at).toBeInstanceOf(Date);
});
