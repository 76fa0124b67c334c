import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogProblems } from '@/lib/billing/catalog/check';
import { PLAN_KEYS, SKUS } from '@/lib/billing/catalog/plans';
import { CURRENCIES, inUnitsOf } from '@/lib/billing/money';
import { type Source, sourcesIn } from '../../fixtures/sources';

// Also the names of what a purchase is and of an HTTP header, which are not plans.
const ALSO_WORDS = new Set(['lifetime', 'credits']);
const KEYS = [...new Set<string>([...PLAN_KEYS, ...SKUS])].filter((key) => !ALSO_WORDS.has(key));
const NAMED = new RegExp(`['"\`](?:${KEYS.join('|')})['"\`]|\\bPLANS\\.\\w+|sku(?::| ===) '(?:lifetime|credits)'`, 'g');

/** Each place that names a plan instead of using the catalog. A comment on its own line may use any word. */
function namedPlans({ path, text }: Source): string[] {
  const code = text.replaceAll(/^ *(?:\/\*\*|\*|\/\/).*$/gm, '');
  return [...code.matchAll(NAMED)].map(([found]) => `${path}: ${found}`);
}

test('the catalog can be sold as it is', () => {
  expect(catalogProblems()).toEqual([]);
});

test('the pricing page can hide every currency but the chosen one', () => {
  const css = readFileSync(join(import.meta.dirname, '../../../components/pricing/price-toggles.css'), 'utf8');
  for (const number of CURRENCIES.keys()) {
    expect(css).toContain(`[data-currency]:not([data-currency="${number + 1}"])`);
  }
});

describe('an added plan is sold, shown, and checked without another edit', () => {
  test('because no code names a plan', () => {
    expect(sourcesIn('app', 'components', 'lib').flatMap(namedPlans)).toEqual([]);
  });

  test.each([
    "z.enum(['starter', 'pro'])",
    "plan === 'free'",
    'PLANS.pro.name',
    "order={{ plan: 'pro_month' }}",
    "where: { sku: 'lifetime' }",
  ])('a file with this line is found: %s', (text) => {
    expect(namedPlans({ path: 'lib/x.ts', text })).not.toEqual([]);
  });

  test('a comment may use its name', () => {
    expect(namedPlans({ path: 'lib/x.ts', text: '  // `pro` or more\n/** `starter` */' })).toEqual([]);
  });
});

describe('an amount of the catalog in a provider’s units', () => {
  test('is the same where both use the same decimals, also without decimals and with three', () => {
    expect(['USD', 'JPY', 'KWD'].map((currency) => inUnitsOf('dodo', 4900n, currency))).toEqual([4900n, 4900n, 4900n]);
  });

  test('has two more digits at Dodo for Chilean pesos', () => {
    expect(inUnitsOf('dodo', 4900n, 'CLP')).toBe(490_000n);
    expect(inUnitsOf('stripe', 4900n, 'CLP')).toBe(4900n);
  });

  test('is refused rather than rounded', () => {
    expect(inUnitsOf('dodo', 490_000n, 'UGX')).toBe(4900n);
    expect(() => inUnitsOf('dodo', 490_050n, 'UGX')).toThrow(/can't charge 4900.50 UGX/);
  });
});
