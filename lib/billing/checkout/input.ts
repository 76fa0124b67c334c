import { z } from 'zod';
import { wholeNumber } from '@/lib/http/whole-number';
import { CREDITS_ON_SALE, defaultIntervalOf, intervalsOf, LIFETIMES_ON_SALE, PLANS_ON_SALE } from '../catalog/on-sale';
import { offerOf, PLANS, type PlanKey, type Sku, skuOfPlan } from '../catalog/plans';
import { CURRENCIES, DEFAULT_CURRENCY } from '../money';

const common = {
  currency: z.enum(CURRENCIES).default(DEFAULT_CURRENCY),
  provider: z.enum(['stripe', 'dodo']).optional(),
};

function planInput(plan: PlanKey) {
  const interval = z.enum(intervalsOf(plan)).default(defaultIntervalOf(plan));
  const most = mostSeats(plan);
  // As many as the workspace uses, where nothing is said.
  const seats = most > 1 ? { quantity: wholeNumber(1, most).optional() } : {};
  return z.strictObject({ plan: z.literal(plan), interval, ...seats, ...common });
}

function lifetimeInput(sku: Sku) {
  return z.strictObject({ plan: z.literal(sku), ...common });
}

function creditsInput(sku: Sku) {
  const offer = offerOf(sku);
  const most = offer.kind === 'credits' ? offer.maxQuantity : 1;
  return z.strictObject({ plan: z.literal(sku), quantity: wholeNumber(1, most).default(1), ...common });
}

const [first, ...others] = [
  ...PLANS_ON_SALE.map(planInput),
  ...LIFETIMES_ON_SALE.map(lifetimeInput),
  ...CREDITS_ON_SALE.map(creditsInput),
];
if (first === undefined) throw new Error('config/plans.ts has nothing on sale');

/** What a client may ask for: a plan, never a price. Anything else in the body is refused by name. */
export const checkoutInput = z.discriminatedUnion('plan', [first, ...others]);
export type CheckoutInput = z.infer<typeof checkoutInput>;

/** The SKU behind a plan and interval, or of what is bought once. */
export function skuOf(input: CheckoutInput): Sku {
  if (!('interval' in input)) return input.plan;
  const sku = skuOfPlan(input.plan, input.interval);
  // The schema has checked that the plan is sold in it.
  if (sku === null) throw new Error(`${input.plan} is not sold by ${input.interval}`);
  return sku;
}

/** Packs of credits, or seats of a plan: as many as are `taken` where nothing is said. One of everything else. */
export function quantityOf(input: CheckoutInput, taken: number): number {
  if (!('quantity' in input)) return 'interval' in input && mostSeats(input.plan) > 1 ? taken : 1;
  return typeof input.quantity === 'number' ? input.quantity : taken;
}

/** How many seats a plan sells at most; 1 for a plan for one person. */
export function mostSeats(plan: PlanKey): number {
  return PLANS[plan].maxSeats ?? 1;
}
