import { COMPARISON, type ComparisonCell } from '@/lib/billing/catalog/comparison';
import { PLANS_SHOWN } from '@/lib/billing/catalog/on-sale';
import { PLANS } from '@/lib/billing/catalog/plans';
import { Check, Dash } from '../ui/icons';
import { PRICING } from './copy';

/** Up to this many plans fit on a phone; more scroll sideways. */
const FITTING = 3;

export function Comparison() {
  const wide = PLANS_SHOWN.length > FITTING;
  return (
    <section aria-labelledby="compare">
      <h2 id="compare" className="text-2xl">
        {PRICING.compare}
      </h2>
      {wide ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll what can be focused
        <section aria-label={PRICING.compare} tabIndex={0} className="relative overflow-x-auto">
          <Rows className="min-w-3xl" />
        </section>
      ) : (
        <Rows className="table-fixed" />
      )}
    </section>
  );
}

function Rows({ className }: { readonly className: string }) {
  return (
    <table className={`mt-6 w-full text-left text-sm ${className}`}>
      <thead>
        <tr className="border-b-2 border-foreground">
          <td className={PLANS_SHOWN.length > FITTING ? 'w-1/4' : 'w-[40%] sm:w-1/2'} />
          {PLANS_SHOWN.map((plan) => (
            <th key={plan} scope="col" className="px-1 py-3 text-center font-semibold">
              {PLANS[plan].name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {COMPARISON.map(({ name, cells }) => (
          <tr key={name} className="border-b border-border">
            <th scope="row" className="py-3.5 pr-3 font-normal">
              {name}
            </th>
            {cells.map(({ plan, cell }) => (
              <td key={plan} className="px-1 py-3.5 text-center">
                <Cell cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ cell }: { readonly cell: ComparisonCell }) {
  if (typeof cell === 'string') return <span className="font-medium">{cell}</span>;
  return (
    <>
      <span className="sr-only">{cell ? PRICING.included : PRICING.notIncluded}</span>
      {cell ? <Check className="inline size-5" /> : <Dash className="inline size-5 text-muted-foreground" />}
    </>
  );
}
