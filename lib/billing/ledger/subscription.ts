import type { Prisma, Subscription } from '@/lib/generated/prisma/client';
import type { OperationStatus } from '@/lib/generated/prisma/enums';
import type { SubscriptionSnapshot } from '../providers/snapshots';
import type { SubscriptionStatus } from '../types';
import { raiseAlert } from './alerts';
import { markCheckoutComplete, ownCheckoutId } from './checkout';
import type { LedgerContext } from './context';
import { ourItem, toStoredItems } from './contract';
import { moneySeen } from './contract-money';
import { coverageColumns, refreshCoverage } from './coverage';
import { followDelinquency } from './delinquency';
import { applyPaymentChanges } from './end-contract';
import { writeInvoices } from './invoice';
import { endWhatLifetimeReplaces } from './lifetime';
import { noteRevenueChanges } from './mrr';
import { putNotices } from './notices';
import { knownPayments, writePayments } from './payments';
import { skuOfPrice } from './price';
import { decideCurrentSubscription } from './single-subscription';
import { recordSubscriptionFacts } from './subscription-facts';
import { noteTransition } from './transition';
import { enforceSingleTrial } from './trial';

const TERMINAL: readonly SubscriptionStatus[] = ['ended', 'failed'];

/** Writes a subscription and the payments fetched with it. A row with a higher ticket isn't overwritten. */
export async function writeSubscription(context: LedgerContext, seen: SubscriptionSnapshot): Promise<void> {
  const { tx, provider, mode, ticket } = context;
  const owner = { workspaceId: context.owner.workspaceId };
  const key = { provider, mode, externalId: seen.externalId };
  const named = { where: { provider_mode_externalId: key } };
  const before = await tx.subscription.findUnique(named);
  const known = await knownPayments(context, seen.payments);
  const row = { ...(await toRow(context, seen, before)), ticket, syncedAt: new Date() };
  // Of a subscription and payments that the ledger doesn't know, what was just seen is all there is.
  const isNew = before === null && known.size === 0;
  const covered = isNew ? await coverageColumns(context, { ...row, externalId: seen.externalId }, moneySeen(seen)) : {};
  const [written] =
    before === null
      ? // An `update` that changes nothing, because Prisma plans each `createMany` again, which takes longer than the statement.
        [await tx.subscription.upsert({ ...named, create: { ...key, ...owner, ...row, ...covered }, update: key })]
      : await tx.subscription.updateManyAndReturn({ where: { id: before.id, ticket: { lt: ticket } }, data: row });
  const current = written ?? (await tx.subscription.findUniqueOrThrow(named));
  // Invoices and payments have their own tickets: a refund event may have advanced one beyond this subscription's.
  await writeInvoices(context, { id: current.id, isNew: before === null }, seen.invoices);
  await writePayments(context, current, seen.payments, known);
  const after = isNew && current.ticket === ticket ? current : await refreshCoverage(context, current);
  if (current.ticket !== ticket) return;
  noteTransition(context, before, after);
  await putNotices(context, before, after);
  await alertContradiction(context, before, after);
  if (after.status !== 'pending' && after.status !== 'failed') await markCheckoutComplete(context, after.checkoutId);
  const decided = await decideCurrentSubscription(context, after, before);
  if (decided.trialEnd !== null) await enforceSingleTrial(context, decided);
  await applyPaymentChanges(context, decided);
  if (context.hadLifetime) await endWhatLifetimeReplaces(context);
  await noteRevenueChanges(context);
  await recordSubscriptionFacts(context, before, decided);
  await followDelinquency(context, before, decided);
}

/** The provider doesn't have it (or no longer does), so it has ended, whatever its last status was. */
export async function writeAbsentSubscription(context: LedgerContext, externalId: string): Promise<void> {
  const { tx, provider, mode, ticket, now } = context;
  const key = { provider, mode, externalId };
  const before = await tx.subscription.findUnique({ where: { provider_mode_externalId: key } });
  if (before === null || before.status === 'ended') return;
  const { count } = await tx.subscription.updateMany({
    where: { id: before.id, ticket: { lt: ticket } },
    data: { status: 'ended', endReason: 'absent', endedAt: now, ticket, syncedAt: new Date() },
  });
  if (count === 0) return;
  const after = await tx.subscription.findUniqueOrThrow({ where: { id: before.id } });
  noteTransition(context, before, after);
  await decideCurrentSubscription(context, after, before);
  await noteRevenueChanges(context);
  await putNotices(context, before, after);
  await recordSubscriptionFacts(context, before, after);
  await followDelinquency(context, before, after);
}

async function toRow(context: LedgerContext, seen: SubscriptionSnapshot, before: Subscription | null) {
  const {
    externalId: _,
    customerExternalId: __,
    ownMetadata,
    invoices: ___,
    payments: ____,
    items,
    collectionPause,
    debt,
    nextCharge,
    pendingPriceExternalId,
    status,
    ...facts
  } = seen;
  if (status === null) {
    const key = `unknown-status:${context.provider}:${seen.externalId}:${seen.providerStatus}`;
    await raiseAlert(context.tx, key, 'unknown status', { externalId: seen.externalId, status: seen.providerStatus });
  }
  const ours = await ourItem(context, seen, items);
  const main = ours?.item ?? items[0];
  const pendingSku = pendingPriceExternalId === null ? null : await skuOfPrice(context, pendingPriceExternalId);
  const checkoutId = before?.checkoutId ?? (await ownCheckoutId(context, ownMetadata.checkoutId));
  return {
    ...facts,
    status: status ?? before?.status ?? 'pending',
    endReason: await endReasonOf(context, seen),
    sku: ours?.sku ?? null,
    // Only an operator ends an adopted contract, whatever our checkout sold in it before.
    origin: ours === null ? 'foreign' : checkoutId === null || ours.adopted ? 'dashboard' : 'checkout',
    items: toStoredItems(items),
    priceExternalId: main?.priceExternalId ?? '',
    quantity: main?.quantity ?? 0,
    interval: main?.interval?.unit ?? null,
    intervalCount: main?.interval?.count ?? null,
    collectionPause: collectionPause?.behavior ?? null,
    collectionResumesAt: collectionPause?.resumesAt ?? null,
    pastDueSince: debt?.since ?? null,
    failedAttempts: debt?.attempts ?? 0,
    debtInvoiceId: debt?.invoiceExternalId ?? null,
    debtAmount: debt?.amount ?? null,
    nextChargeAt: nextCharge?.at ?? null,
    nextChargeAmount: nextCharge?.amount ?? null,
    pendingSku,
    checkoutId,
  } satisfies Prisma.SubscriptionUpdateManyMutationInput;
}

/** Operations that have, or may have, taken effect. */
const DONE: OperationStatus[] = ['sent', 'unknown', 'succeeded'];

/**
 * Why it ended, where the provider alone can't tell. If we ended it immediately, it ended immediately, even if a
 * cancellation had been scheduled before: at Dodo that flag stays set and would keep access until the scheduled date.
 * If it ended with the refund of its current period, it keeps what an earlier payment covers.
 */
async function endReasonOf(
  { tx, provider, mode, owner }: LedgerContext,
  { endReason, externalId }: SubscriptionSnapshot,
): Promise<SubscriptionSnapshot['endReason']> {
  if (endReason !== 'scheduled' && endReason !== 'immediate') return endReason;
  const sent = { workspaceId: owner.workspaceId, provider, mode, status: { in: DONE } };
  // By the provider's id, which a rebuilt ledger has too.
  const refunds = await tx.operation.count({
    where: {
      ...sent,
      OR: [
        { kind: 'refund', params: { path: ['endsSubscription'], equals: externalId } },
        {
          ...{ kind: 'cancel', params: { path: ['subscriptionExternalId'], equals: externalId } },
          expected: { path: ['because'], equals: 'refunded' },
        },
      ],
    },
  });
  if (refunds > 0) return 'refunded';
  if (endReason === 'immediate') return endReason;
  const cancels = await tx.operation.count({
    where: { ...sent, kind: 'cancel', params: { path: ['subscriptionExternalId'], equals: externalId } },
  });
  return cancels > 0 ? 'immediate' : endReason;
}

/** An ended subscription can't come back; if the provider says it did, we accept that and raise an alert. */
async function alertContradiction(
  { tx, ticket }: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  if (before === null || !TERMINAL.includes(before.status) || TERMINAL.includes(after.status)) return;
  const detail = { subscriptionId: after.id, from: before.status, to: after.status };
  await raiseAlert(tx, `terminal-contradicted:${after.id}:${ticket}`, 'ended subscription came back', detail);
}
