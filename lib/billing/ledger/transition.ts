import type { Prisma, Subscription } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import type { LedgerContext } from './context';

/** Fields that change on every sync and say nothing about the subscription. */
const BOOKKEEPING = new Set(['ticket', 'syncedAt', 'digest', 'isCurrent', 'duplicateOf']);

/** One entry in the subscription's history for each sync that saw a change. */
export function noteTransition({ journal }: LedgerContext, before: Subscription | null, after: Subscription): void {
  const diff = before === null ? {} : changes(before, after);
  if (before !== null && Object.keys(diff).length === 0) return;
  journal.transitions.push({
    id: newId(),
    subscriptionId: after.id,
    from: before?.status ?? null,
    to: after.status,
    diff,
  });
}

function changes(before: Subscription, after: Subscription): Prisma.InputJsonObject {
  const was = new Map(Object.entries(plain(before)));
  return Object.fromEntries(
    Object.entries(plain(after))
      .filter(([field, value]) => !BOOKKEEPING.has(field) && was.get(field) !== value)
      .map(([field, value]) => [field, [was.get(field) ?? null, value]]),
  );
}

function plain(row: Subscription): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field,
      value instanceof Date
        ? value.toISOString()
        : typeof value === 'bigint'
          ? value.toString()
          : typeof value === 'object' && value !== null
            ? JSON.stringify(value)
            : value,
    ]),
  );
}
