import { PLANS, planOf } from '@/lib/billing/catalog/plans';
import { type CustomerContract, coverageOf } from '@/lib/operators/customer';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { formatAmount, formatDate, formatTime } from '../format';
import { ProviderId } from '../parts';
import { Section } from '../section';
import { Origin } from './contract-origin';
import { STORY } from './copy';

const { contractColumns: names } = STORY;

const columnsOf = (all: readonly CustomerContract[]): Column<CustomerContract>[] => [
  {
    name: names.id,
    cell: (row) => <ProviderId of={row} />,
  },
  { name: names.made, cell: (row) => <Origin contract={row} all={all} /> },
  { name: names.plan, cell: ({ sku, quantity }) => `${sku ?? STORY.foreign} × ${quantity}` },
  { name: names.status, cell: (row) => statusOf(row) },
  { name: names.amount, cell: (row) => priceOf(row) },
  { name: names.paidUntil, cell: ({ paidUntil, trialEnd }) => formatTime(paidUntil ?? trialEnd) },
  { name: names.next, cell: (row) => nextOf(row) },
  {
    name: names.end,
    cell: ({ cancelAt, endedAt, endReason }) =>
      endedAt === null ? formatTime(cancelAt) : `${formatTime(endedAt)}${endReason === null ? '' : ` (${endReason})`}`,
  },
  {
    name: names.card,
    cell: ({ cardBrand, cardLast4 }) => (cardLast4 === null ? ADMIN.noValue : `${cardBrand ?? ''} ${cardLast4}`),
  },
  { name: names.coverage, cell: (row) => <Coverage contract={row} /> },
];

/** The contracts with what is paid for and what is charged next. */
export function Contracts({ contracts }: { readonly contracts: readonly CustomerContract[] }) {
  return (
    <Section id="contract" title={STORY.contract}>
      <DataTable
        caption={STORY.contracts}
        columns={columnsOf(contracts)}
        rows={contracts}
        keyOf={({ id }) => id}
        empty={STORY.noContract}
      />
    </Section>
  );
}

function statusOf({ status, isCurrent, duplicateOf, pausesAt, pendingSku, pendingAt }: CustomerContract): string {
  return [
    status,
    ...(isCurrent ? [STORY.current] : []),
    ...(duplicateOf === null ? [] : [STORY.duplicate]),
    ...(pausesAt === null ? [] : [`pauses ${formatDate(pausesAt)}`]),
    ...(pendingSku === null ? [] : [`${pendingSku} from ${formatDate(pendingAt)}`]),
  ].join(', ');
}

/** What a contract costs each interval. */
export function priceOf({ amount, currency, provider, interval, intervalCount }: CustomerContract): string {
  const price = formatAmount(amount, currency, provider);
  return interval === null ? price : STORY.perInterval(price, intervalCount ?? 1, interval);
}

function nextOf({ nextChargeAt, nextChargeAmount, debtAmount, currency, provider }: CustomerContract): string {
  const owed = debtAmount === null ? [] : [STORY.owes(formatAmount(debtAmount, currency, provider))];
  if (nextChargeAt === null) return owed.join(', ') || ADMIN.noValue;
  const amount = nextChargeAmount === null ? '?' : formatAmount(nextChargeAmount, currency, provider);
  return [...owed, STORY.nextCharge(amount, formatTime(nextChargeAt))].join('; ');
}

function Coverage({ contract }: { readonly contract: CustomerContract }) {
  const spans = coverageOf(contract);
  if (spans.length === 0) return ADMIN.noValue;
  return (
    <ul>
      {spans.map(({ sku, quantity, from, until, standing, invoices }) => (
        <li key={`${from.toISOString()} ${invoices.join()}`}>
          {STORY.span(nameOf(sku), quantity, formatDate(from), formatDate(until), standing)}
        </li>
      ))}
    </ul>
  );
}

function nameOf(sku: string): string {
  const plan = planOf(sku);
  return plan === null ? STORY.foreign : PLANS[plan].name;
}
