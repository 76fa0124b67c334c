import { CATALOG } from '@/config/plans';
import { CURRENCIES, exponentOf } from '../money';
import { BASE_PLAN, offerOf, PLAN_KEYS, PLANS, SKUS } from './plans';

/** Mistakes in `config/plans.ts` that its types can't see, in plain words. */
export function catalogProblems(): string[] {
  const known = new Set(Intl.supportedValuesOf('currency'));
  return [
    ...CURRENCIES.filter((currency) => !known.has(currency)).map((currency) => `${currency} is not a currency`),
    ...(PLANS[BASE_PLAN].prices === undefined ? [] : [`${BASE_PLAN} is the first plan and must be free`]),
    ...PLAN_KEYS.filter((key) => Object.hasOwn(CATALOG.oneTime, key)).map((key) => `${key} is a plan and a purchase`),
    ...SKUS.flatMap(priceProblems),
  ];
}

/** Throws when the catalog has a mistake. */
export function assertSellable(): void {
  const problems = catalogProblems();
  if (problems.length > 0) throw new Error(`config/plans.ts can't be sold: ${problems.join('; ')}`);
}

function priceProblems(sku: (typeof SKUS)[number]): string[] {
  const { prices } = offerOf(sku);
  return CURRENCIES.flatMap((currency) => {
    const amount = prices[currency];
    if (amount <= 0n) return [`${sku} costs nothing in ${currency}`];
    // docs.stripe.com/currencies: three-decimal amounts must end in 0.
    const uneven = exponentOf(currency) === 3 && amount % 10n !== 0n;
    return uneven ? [`${sku} costs ${amount} in ${currency}, where the last digit must be 0`] : [];
  });
}
