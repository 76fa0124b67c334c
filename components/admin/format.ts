import { formatMoney } from '@/lib/billing/money';
import type { Provider } from '@/lib/billing/types';
import type { AtLeast } from '@/lib/operators/endpoints';
import { COUNT_LIMIT } from '@/lib/operators/page';
import { ADMIN } from './copy';

/** `2026-11-28 22:50:12` in UTC: sorts, compares, and pastes into a query. */
export function formatTime(at: Date | null): string {
  return at === null ? ADMIN.noValue : at.toISOString().slice(0, 19).replace('T', ' ');
}

/** A calendar day in UTC. */
export function formatDate(at: Date | null): string {
  return at === null ? ADMIN.noValue : at.toISOString().slice(0, 10);
}

/** An amount in minor units, always in one locale, so that two operators read the same. */
export function formatAmount(minor: bigint, currency: string, provider?: Provider): string {
  return formatMoney(minor, currency, 'en-US', provider === undefined ? {} : { provider });
}

/** A count that stopped at its limit says that there are more. */
export function formatCount(count: number): string {
  return count > COUNT_LIMIT ? `${COUNT_LIMIT.toLocaleString('en-US')}+` : count.toLocaleString('en-US');
}

/** A count of which there may be more. */
export function formatAtLeast({ count, more }: AtLeast): string {
  return `${count.toLocaleString('en-US')}${more ? '+' : ''}`;
}

/** The address of a page with query parameters; empty ones are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}
