import type DodoPayments from 'dodopayments';
import type { Metadata } from '../api/fields';

type Filter = DodoPayments.MeterFilter;
type Clause = Filter['clauses'][number];

/** Whether an event's metadata passes a meter's filter. Without a filter, everything passes. */
export function passes(filter: Filter | null, metadata: Metadata): boolean {
  if (!filter) return true;
  const results = filter.clauses.map((clause: Clause) =>
    'clauses' in clause ? passes(clause, metadata) : holds(clause, metadata[clause.key]),
  );
  return filter.conjunction === 'and' ? results.every(Boolean) : results.some(Boolean);
}

function holds(
  { operator, value }: { operator: DodoPayments.FilterOperator; value: string | number | boolean },
  actual: string | number | boolean | undefined,
): boolean {
  const text = String(actual ?? '');
  switch (operator) {
    case 'equals':
      return text === String(value);
    case 'not_equals':
      return text !== String(value);
    case 'contains':
      return text.includes(String(value));
    case 'does_not_contain':
      return !text.includes(String(value));
    case 'greater_than':
      return Number(actual) > Number(value);
    case 'greater_than_or_equals':
      return Number(actual) >= Number(value);
    case 'less_than':
      return Number(actual) < Number(value);
    case 'less_than_or_equals':
      return Number(actual) <= Number(value);
  }
}
