import { CATALOG } from '@/config/plans';
import { PLANS_SHOWN } from './on-sale';
import { type Feature, PLANS, type PlanKey } from './plans';

/** A text, or whether it is included. */
export type ComparisonCell = string | boolean;

interface ComparisonRow {
  readonly name: string;
  readonly cells: readonly { readonly plan: PlanKey; readonly cell: ComparisonCell }[];
}

// The configuration's own keys: `Object.keys` forgets them.
const FEATURES = Object.keys(CATALOG.features) as Feature[];

/** Rows of the comparison: those of the configuration, then one for each feature. */
export const COMPARISON: readonly ComparisonRow[] = [
  ...CATALOG.comparison.map(({ name, cell }) => ({
    name,
    cells: PLANS_SHOWN.map((plan) => ({ plan, cell: cell(PLANS[plan]) })),
  })),
  ...FEATURES.map((feature) => ({
    name: CATALOG.features[feature],
    cells: PLANS_SHOWN.map((plan) => ({ plan, cell: PLANS[plan].features.includes(feature) })),
  })),
];
