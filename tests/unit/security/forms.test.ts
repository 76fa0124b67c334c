import { expect, test } from 'vitest';
import { sourcesIn } from '../../fixtures/sources';

const elements = sourcesIn('app', 'components').flatMap(({ path, text }) =>
  [...text.matchAll(/<(?:Field|input)\b[\s\S]*?\/>/g)].map(([element]) => ({ path, element })),
);
/** What a browser knows about its user. */
const KNOWN = /name="(email|name)"/;

test('check 114: every field that a browser can autofill says what it is, and none blocks pasting', () => {
  const filled = elements.filter(
    ({ element }) => KNOWN.test(element) && !/type="(hidden|radio|checkbox)"/.test(element),
  );
  expect(filled.length).toBeGreaterThan(2);
  expect(filled.filter(({ element }) => !/autoComplete="(email|name|organization)"/.test(element))).toEqual([]);
  expect(elements.filter(({ element }) => /onPaste|autoComplete="off"/.test(element))).toEqual([]);
  // There are no passwords here, to be shown again or otherwise.
  expect(elements.filter(({ element }) => /type="password"/.test(element))).toEqual([]);
});
