import { describe, expect, test } from 'vitest';
import { filesWithProse, missingFiles, unknownSections } from '../fixtures/references';

const files = filesWithProse();
const paths = files.map(({ path }) => path);

const ALLOWED = new Set([
  // The decision not to have such files.
  'docs/decisions/0008-skeletons-without-loading-files.md: loading.tsx',
  // Examples of what is found, below.
  'tests/unit/references.test.ts: lib/billing/gone.ts',
  'tests/unit/references.test.ts: gone.md',
]);

/** Applied migrations keep every byte: Prisma compares their checksums. */
const isMigration = (path: string) => path.startsWith('prisma/migrations/');

describe('comments, documents, and titles of tests', () => {
  test('name only files and headings that exist', () => {
    expect(files.length).toBeGreaterThan(1000);
    const missing = files.flatMap(({ path, text }) =>
      missingFiles(path, text, paths).map((name) => `${path}: ${name}`),
    );
    expect(missing.filter((line) => !ALLOWED.has(line))).toEqual([]);
    expect([...ALLOWED].filter((line) => !missing.includes(line))).toEqual([]);
  });

  test('name sections of public standards only', () => {
    const found = files
      .filter(({ path }) => !isMigration(path))
      .flatMap(({ path, text }) => unknownSections(path, text).map((words) => `${path}: ${words}`));
    expect(found).toEqual([]);
  });

  test.each([
    ['lib/money.ts', '/** Deleted customers answer 200 (stripe.md). */'],
    ['lib/money.ts', 'const a = 1; // see lib/billing/gone.ts'],
    ['lib/money.ts', '/**\n * As in docs/providers/stripe.md#no-such-heading.\n */'],
    ['docs/emails.md', 'Templates are in `lib/mail/gone/welcome.tsx`.'],
    ['docs/emails.md', '[Security](security-gone.md)'],
    ['tests/unit/x.test.ts', "test('gone.md, buying', () => {"],
    ['tests/unit/x.test.ts', "test.each([1])(\n  'gone.md, buying',\n"],
  ])('in %s, a file that does not exist is found: %s', (path, text) => {
    expect(missingFiles(path, text, paths)).toHaveLength(1);
  });

  test.each([
    ['lib/money.ts', '/** See docs/providers/stripe.md#webhooks and https://example.com/a/readme.md. */'],
    ['lib/money.ts', '// dodopayments/src/resources/misc.ts lists them; generated: lib/generated/prisma/client.ts'],
    ['lib/money.ts', "const all = 'tests/**/*.gone.ts';"],
    ['docs/emails.md', '[Security](security.md), `components/*/copy.ts`, `references.test.ts`'],
  ])('in %s, this passes: %s', (path, text) => {
    expect(missingFiles(path, text, paths)).toEqual([]);
  });

  test('a section of a private document is found, one of a standard passes', () => {
    expect(unknownSections('lib/money.ts', '// As design §3 says')).toHaveLength(1);
    expect(unknownSections('lib/money.ts', '/** Octets, RFC 5321 §4.5.3.1. */')).toEqual([]);
  });
});
