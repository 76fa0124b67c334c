import { expect, test } from 'vitest';
import { sourcesIn } from '../../fixtures/sources';

test('every invariant of billing has a test', () => {
  const files = sourcesIn('tests').filter(({ path }) => /\/invariants\/.*\.test\.ts$/.test(path));
  const named = files.flatMap(({ text }) =>
    [...text.matchAll(/['"`]invariant (\d+): /g)].map(([, number]) => Number(number)),
  );
  expect([...new Set(named)].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
});
