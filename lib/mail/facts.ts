import type { BillingMail } from '@/lib/billing/ledger/outbox';
import type { Email } from '@/lib/generated/prisma/client';
import type { Facts, Words } from './billing/common';
import { accessLimited, actionRequired, finalNotice, paymentFailed, recovered } from './billing/delinquency';
import { duplicateSubscription, lifetimeReplaces, receipt, refund, secondLifetime } from './billing/purchases';
import { cancelled, cancelUndone, ended, planChanged, renewing, trialEnding } from './billing/subscription';
import { letter, type Rendered } from './letter';

const KINDS = {
  receipt,
  refund,
  'duplicate-subscription': duplicateSubscription,
  'second-lifetime': secondLifetime,
  'lifetime-replaces': lifetimeReplaces,
  'trial-ending': trialEnding,
  renewing,
  cancelled,
  'cancel-undone': cancelUndone,
  'plan-changed': planChanged,
  ended,
  'payment-failed': paymentFailed,
  'action-required': actionRequired,
  'access-limited': accessLimited,
  'final-notice': finalNotice,
  recovered,
} as const satisfies Record<BillingMail, (facts: Facts) => Promise<Words | null>>;

/** The words of one mail of the outbox, made from the ledger as it is now; null when the fact no longer holds. */
export async function renderFact(mail: Email, name: string | null): Promise<Rendered | null> {
  if (!isKind(mail.kind)) throw new Error(`No words for a mail of kind ${mail.kind}`);
  const words = await KINDS[mail.kind](mail);
  return words === null ? null : letter({ ...words, name });
}

function isKind(kind: string): kind is BillingMail {
  return Object.hasOwn(KINDS, kind);
}
