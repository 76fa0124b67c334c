import type { Tx } from '@/lib/db';
import type { SyncTarget } from '../providers/snapshots';
import type { Mode, Provider } from '../types';

/** Field names with their values as text, for one target. */
export type LedgerFacts = ReadonlyMap<string, string | null>;

export interface Field {
  readonly field: string;
  readonly local: string | null;
  readonly remote: string | null;
}

const OURS = new Set([
  'id',
  'workspaceId',
  'ticket',
  'syncedAt',
  'digest',
  'nextChargeAskedAt',
  'subscriptionId',
  'checkoutId',
  'paymentId',
  'duplicateOf',
]);

/** Everything the ledger stores about a target, except our own fields. */
export async function factsOf(tx: Tx, provider: Provider, mode: Mode, target: SyncTarget): Promise<LedgerFacts> {
  const key = { provider, mode };
  const subscriptions = await tx.subscription.findMany({
    where: { ...key, externalId: target.id },
    include: { invoices: true },
  });
  const payments = await tx.payment.findMany({
    where: { ...key, OR: [{ externalId: target.id }, { subscriptionId: { in: subscriptions.map(({ id }) => id) } }] },
    include: { refunds: true, disputes: true, grants: true },
  });
  const customers =
    target.kind === 'customer' ? await tx.customer.findMany({ where: { ...key, externalId: target.id } }) : [];
  const licenses = await tx.licenseKey.findMany({ where: { ...key, externalId: target.id } });
  const facts = new Map<string, string | null>();
  for (const { invoices, ...row } of subscriptions) {
    put(facts, 'subscription', row);
    for (const invoice of invoices) put(facts, `invoice ${invoice.externalId}`, invoice);
  }
  for (const { retiredAt } of customers) facts.set('customer retired', String(retiredAt !== null));
  for (const row of licenses) put(facts, 'license', row);
  for (const { refunds, disputes, grants, ...payment } of payments) {
    put(facts, `payment ${payment.externalId}`, payment);
    for (const row of refunds) put(facts, `refund ${row.externalId}`, row);
    for (const row of disputes) put(facts, `dispute ${row.externalId}`, row);
    for (const row of grants) put(facts, `grant ${payment.externalId}`, row);
  }
  return facts;
}

function put(facts: Map<string, string | null>, name: string, row: object): void {
  for (const [field, value] of Object.entries(row)) {
    if (OURS.has(field)) continue;
    facts.set(`${name} ${field}`, textOf(value));
  }
}

function textOf(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
