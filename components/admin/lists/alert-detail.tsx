import type { ReactNode } from 'react';
import type { AlertRow } from '@/lib/operators/alerts';
import { ADMIN } from '../copy';
import { formatAmount, formatTime } from '../format';
import { Json } from '../parts';

/** What an alert's detail names, with money and times as people read them. */
export function AlertDetail({ detail }: Pick<AlertRow, 'detail'>) {
  const fields = typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : {};
  const money = moneyOf(fields);
  const shown = Object.entries(fields).filter(([name]) => money === null || name !== 'currency');
  return (
    <dl className="grid min-w-52 gap-0.5">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt className="inline text-muted-foreground">{name}: </dt>
          <dd className="inline break-words">{name === 'amount' && money !== null ? money : show(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function moneyOf({ amount, currency, provider }: Readonly<Record<string, unknown>>): string | null {
  if (typeof amount !== 'string' || !/^-?\d{1,18}$/.test(amount)) return null;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return null;
  return formatAmount(BigInt(amount), currency, provider === 'dodo' ? 'dodo' : 'stripe');
}

function show(value: unknown): ReactNode {
  if (value === null) return ADMIN.noValue;
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return timeIn(value) ?? value;
  if (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    return value.map((line) => (
      <code key={line} className="block font-mono whitespace-normal!">
        {line}
      </code>
    ));
  return <Json value={value} label={ADMIN.details} />;
}

function timeIn(text: string): ReactNode {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)) return null;
  return <time dateTime={text}>{formatTime(new Date(text))}</time>;
}
