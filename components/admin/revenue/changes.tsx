import type { Term } from '@/lib/operators/revenue/bridge';
import type { MovedCustomer } from '@/lib/operators/revenue/customers';
import { DataTable } from '../data-table';
import { formatAmount } from '../format';
import { CustomerLink } from '../parts';
import { REVENUE, TERM_NAMES } from './copy';

interface Props {
  readonly term: Term;
  readonly currency: string;
  readonly customers: readonly MovedCustomer[];
}

/** The customers behind one term of the bridge. */
export function Changes({ term, currency, customers }: Props) {
  const { customer, amount: change } = REVENUE.changeColumns;
  const caption = REVENUE.changes(TERM_NAMES[term], currency);
  return (
    <div className="grid min-w-0 gap-2">
      <h2 className="text-lg">{caption}</h2>
      <DataTable
        caption={caption}
        rows={customers}
        keyOf={({ id }) => id}
        columns={[
          { name: customer, cell: ({ id, email }) => <CustomerLink id={id} email={email} /> },
          { name: change, align: 'end', cell: ({ amount }) => formatAmount(amount, currency) },
        ]}
      />
    </div>
  );
}
