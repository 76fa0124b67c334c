'use client';

import { Check, Dash } from '../ui/icons';
import { PRICING } from './copy';

interface Props {
  /** Names of plans. */
  readonly plans: readonly string[];
  /** For each plan a text, or whether it is included. */
  readonly rows: readonly { readonly name: string; readonly cells: readonly (string | boolean)[] }[];
}

/** Up to this many plans fit on a phone; more scroll sideways. */
const FITTING = 3;

export function ComparisonTable(props: Props) {
  return (
    <section aria-labelledby="compare">
      <h2 id="compare" className="text-2xl">
        {PRICING.compare}
      </h2>
      {props.plans.length > FITTING ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards scroll what can be focused
        <section aria-label={PRICING.compare} tabIndex={0} className="relative overflow-x-auto">
          <Table {...props} className="min-w-3xl" first="w-1/4" />
        </section>
      ) : (
        <Table {...props} className="table-fixed" first="w-[40%] sm:w-1/2" />
      )}
    </section>
  );
}

/** `first`: the width of the column with the rows' names. */
function Table({ plans, rows, className, first }: Props & { readonly className: string; readonly first: string }) {
  return (
    <table className={`mt-6 w-full text-left text-sm ${className}`}>
      <thead>
        <tr className="border-b-2 border-foreground">
          <td className={first} />
          {plans.map((name) => (
            <th key={name} scope="col" className="px-1 py-3 text-center font-semibold">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }) => (
          <tr key={name} className="border-b border-border">
            <th scope="row" className="py-3.5 pr-3 font-normal">
              {name}
            </th>
            {cells.map((cell, index) => (
              <td key={plans[index]} className="px-1 py-3.5 text-center">
                <Cell cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ cell }: { readonly cell: string | boolean }) {
  if (typeof cell === 'string') return <span className="font-medium">{cell}</span>;
  return (
    <>
      <span className="sr-only">{cell ? PRICING.included : PRICING.notIncluded}</span>
      {cell ? <Check className="inline size-5" /> : <Dash className="inline size-5 text-muted-foreground" />}
    </>
  );
}
