import { expect, test, vi } from 'vitest';
import { assertSellable, catalogProblems } from '@/lib/billing/catalog/check';

vi.mock('@/config/plans', async () => {
  const { defineCatalog } = await import('@/lib/billing/catalog/define');
  const plan = { name: 'A plan', line: 'For people.', button: 'Buy', points: [], features: [], limits: {} };
  const CATALOG = defineCatalog({
    lead: 'Mistakes.',
    currencies: ['KWD', 'EURO'],
    features: {},
    plans: {
      first: { ...plan, prices: { month: { KWD: 2001n, EURO: 700n } } },
      second: { ...plan, prices: { year: { KWD: 2000n, EURO: 0n } } },
    },
    oneTime: { second: { ...plan, kind: 'credits', credits: 1, maxQuantity: 1, prices: { KWD: 1000n, EURO: 300n } } },
    comparison: [],
  });
  return { CATALOG };
});

test('a mistake that types can’t catch is reported before anything reaches a provider', () => {
  expect(catalogProblems()).toEqual([
    'EURO is not a currency',
    'first is the first plan and must be free',
    'second is a plan and a purchase',
    'first_month costs 2001 in KWD, where the last digit must be 0',
    'second_year costs nothing in EURO',
  ]);
  expect(assertSellable).toThrow(/^config\/plans\.ts can't be sold: EURO is not a currency; /);
});
