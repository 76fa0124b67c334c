import { describe, expect, test } from 'vitest';
import { findLanguageProblems, readText, textFilesIn } from '../fixtures/language';

/** Add a folder here once its copy and comments are in plain American English. */
const CHECKED = [
  ...[
    'app',
    'components',
    'scripts',
    'docs',
    'README.md',
    'SECURITY.md',
    'AGENTS.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    '.env.example',
    'public',
  ],
  'lib',
  ...['config', 'proxy.ts', 'instrumentation.ts', 'instrumentation-node.ts', 'next.config.ts'],
  'tests',
  ...['bench', 'bin', 'conformance', 'scripts', 'src', 'tests', 'README.md'].map((name) => `packages/sandbox/${name}`),
];
/** They quote the words that don't belong. */
const QUOTES_THEM = new Set(['tests/fixtures/language.ts', 'tests/unit/language.test.ts']);

describe('copy, comments, and docs', () => {
  test('are in plain American English', () => {
    const files = textFilesIn(...CHECKED).filter((path) => !QUOTES_THEM.has(path));
    expect(files.length).toBeGreaterThan(250);
    const found = files.flatMap((path) => findLanguageProblems(path, readText(path)));
    expect(found.map(({ path, line, word }) => `${path}:${line} ${word}`)).toEqual([]);
  });

  test('contain no identifiers where people read', () => {
    const sentences = textFilesIn('components', 'lib/reports', 'lib/errors.ts')
      .filter((path) => /(copy|errors)\.ts$/.test(path))
      .flatMap((path) =>
        [...readText(path).matchAll(/(['`])((?:(?!\1).)* (?:(?!\1).)*)\1/g)].map(([, , text = '']) => text),
      );
    expect(sentences.length).toBeGreaterThan(150);
    expect(sentences.filter((text) => /^\w.*\b[a-z]+[A-Z]/.test(text.replace(/\$\{[^}]*\}/g, '')))).toEqual([]);
  });

  test.each([
    'Give another card, and it is paid at once.',
    'Renews by itself until you cancel',
    '/** What was asked for, or the expected no. */',
    'Pro is yours for good.',
    'Your plan is cancelled',
    '// the colour of the catalogue',
    'The same address can begin anew.',
    'There is nobody to summarise it for',
  ])('a line like this is found: %s', (line) => {
    expect(findLanguageProblems('x.ts', line)).not.toEqual([]);
  });

  test.each([
    "if (status === 'cancelled') return 'ended';",
    'Cancel your subscription anytime. We’ll email you a confirmation.',
    '// Canceled subscriptions keep access until the paid period ends.',
  ])('a line like this passes: %s', (line) => {
    expect(findLanguageProblems('x.ts', line)).toEqual([]);
  });
});
