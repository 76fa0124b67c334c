import type { Prisma } from '@/lib/generated/prisma/client';
import type { Reference } from './facts/common';
import * as delinquency from './facts/delinquency';
import * as purchases from './facts/purchases';
import * as subscription from './facts/subscription';
import type { OutboxMail } from './names';
import { type Reader, type Rendered, render } from './render';
import { accessLimited } from './templates/access-limited';
import { accountDeleted } from './templates/account-deleted';
import { actionRequired } from './templates/action-required';
import { cancelUndone } from './templates/cancel-undone';
import { cancelled } from './templates/cancelled';
import { cardExpiring } from './templates/card-expiring';
import { changePlanned } from './templates/change-planned';
import { changeUndone } from './templates/change-undone';
import { duplicateSubscription } from './templates/duplicate-subscription';
import { ended } from './templates/ended';
import { finalNotice } from './templates/final-notice';
import { lifetimeReplaces } from './templates/lifetime-replaces';
import { paymentFailed } from './templates/payment-failed';
import { planChanged } from './templates/plan-changed';
import { receipt } from './templates/receipt';
import { recovered } from './templates/recovered';
import { refund } from './templates/refund';
import { renewing } from './templates/renewing';
import { secondLifetime } from './templates/second-lifetime';
import type { Template } from './templates/template';
import { trialEnding } from './templates/trial-ending';

/** One kind of mail of the outbox. */
interface Kind {
  /** What it says, from the ledger as it is now; null when the fact no longer holds. */
  readonly look: (reference: Reference) => Promise<Prisma.InputJsonObject | null>;
  readonly render: (snapshot: unknown, reader: Reader) => Promise<Rendered>;
  /** What it would say to somebody made up. */
  readonly example: Prisma.InputJsonObject;
}

function kind<Facts extends Prisma.InputJsonObject>(
  template: Template<Facts>,
  look: (reference: Reference) => Promise<Facts | null>,
): Kind {
  return {
    look,
    render: (snapshot, reader) => render(template, template.facts.parse(snapshot), reader),
    example: template.example,
  };
}

export const KINDS = {
  receipt: kind(receipt, purchases.receipt),
  refund: kind(refund, purchases.refund),
  'duplicate-subscription': kind(duplicateSubscription, purchases.duplicateSubscription),
  'second-lifetime': kind(secondLifetime, purchases.secondLifetime),
  'lifetime-replaces': kind(lifetimeReplaces, purchases.lifetimeReplaces),
  'trial-ending': kind(trialEnding, subscription.trialEnding),
  renewing: kind(renewing, subscription.renewing),
  'card-expiring': kind(cardExpiring, subscription.cardExpiring),
  cancelled: kind(cancelled, subscription.cancelled),
  'cancel-undone': kind(cancelUndone, subscription.cancelUndone),
  'change-planned': kind(changePlanned, subscription.changePlanned),
  'change-undone': kind(changeUndone, subscription.changeUndone),
  'plan-changed': kind(planChanged, subscription.planChanged),
  ended: kind(ended, subscription.ended),
  'payment-failed': kind(paymentFailed, delinquency.paymentFailed),
  'action-required': kind(actionRequired, delinquency.actionRequired),
  'access-limited': kind(accessLimited, delinquency.endAhead),
  'final-notice': kind(finalNotice, delinquency.endAhead),
  recovered: kind(recovered, delinquency.recovered),
  'account-deleted': kind(accountDeleted, async (reference) => accountDeleted.facts.parse(reference)),
} as const satisfies Record<OutboxMail, Kind>;

/** Raises for a kind without words. */
export function kindOf(name: string): Kind {
  if (!isKind(name)) throw new Error(`No words for a mail of kind ${name}`);
  return KINDS[name];
}

function isKind(name: string): name is OutboxMail {
  return Object.hasOwn(KINDS, name);
}
