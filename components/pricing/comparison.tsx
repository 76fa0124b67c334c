import { PLANS, type PlanKey } from '@/lib/billing/plans';
import { Check, Dash } from '../ui/icons';
import { COMPARISON, PRICING } from './words';

const ORDER = ['free', 'starter', 'pro'] as const satisfies readonly PlanKey[];

/** What each plan holds, one line a feature. */
export function Comparison() {
  return (
    <section aria-labelledby="compare">
      <h2 id="compare" className="text-2xl">
        {PRICING.compare}
      </h2>
      <table className="mt-6 w-full table-fixed text-left text-sm">
        <thead>
          <tr className="border-b-2 border-ink">
            <td className="w-[40%] sm:w-1/2" />
            {ORDER.map((plan) => (
              <th key={plan} scope="col" className="px-1 py-3 text-center font-semibold">
                {PLANS[plan].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {COMPARISON.map(({ name, cells }) => (
            <tr key={name} className="border-b border-line">
              <th scope="row" className="py-3.5 pr-3 font-normal">
                {name}
              </th>
              {ORDER.map((plan) => (
                <td key={plan} className="px-1 py-3.5 text-center">
                  <Cell cell={cells[plan]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell }: { readonly cell: string | boolean }) {
  if (typeof cell === 'string') return <span className="font-medium">{cell}</span>;
  return (
    <>
      <span className="sr-only">{cell ? PRICING.included : PRICING.notIncluded}</span>
      {cell ? <Check className="inline size-5" /> : <Dash className="inline size-5 text-muted" />}
    </>
  );
}
