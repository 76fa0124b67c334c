import type { Prisma } from '@/lib/generated/prisma/client';
import type { Away } from './away';
import * as ahead from './data/advance-notices';
import type { Reference } from './data/common';
import * as delinquency from './data/delinquency';
import * as purchases from './data/purchases';
import * as requests from './data/requests';
import * as subscription from './data/subscription';
import * as team from './data/team';
import type { OutboxMail } from './names';
import { type Recipient, type Rendered, render } from './render';
import { accessLimited } from './templates/access-limited';
import { accountDeleted } from './templates/account-deleted';
import { actionRequired } from './templates/action-required';
import { canceled } from './templates/canceled';
import { cancellationUndone } from './templates/cancellation-undone';
import { cardExpiring } from './templates/card-expiring';
import { changePlanned } from './templates/change-planned';
import { changeUndone } from './templates/change-undone';
import { disputeOpened } from './templates/dispute-opened';
import { duplicateSubscription } from './templates/duplicate-subscription';
import { ended } from './templates/ended';
import { finalNotice } from './templates/final-notice';
import { invitation } from './templates/invitation';
import { lifetimeReplaces } from './templates/lifetime-replaces';
import { notDone } from './templates/not-done';
import { paymentFailed } from './templates/payment-failed';
import { planChanged } from './templates/plan-changed';
import { receipt } from './templates/receipt';
import { recovered } from './templates/recovered';
import { refund } from './templates/refund';
import { refundFailed } from './templates/refund-failed';
import { renewing } from './templates/renewing';
import { secondLifetime } from './templates/second-lifetime';
import { secondTrial } from './templates/second-trial';
import type { Template } from './templates/template';
import { trialEnding } from './templates/trial-ending';

interface Kind {
  /** Loads the data from the current ledger; null when the email is no longer accurate and must be dropped. */
  readonly load: (reference: Reference, away: Away) => Promise<Prisma.InputJsonObject | null>;
  readonly render: (snapshot: unknown, recipient: Recipient) => Promise<Rendered>;
  readonly example: Prisma.InputJsonObject;
}

function kind<Data extends Prisma.InputJsonObject>(
  template: Template<Data>,
  load: (reference: Reference, away: Away) => Promise<Data | null>,
): Kind {
  return {
    load,
    render: (snapshot, recipient) => render(template, template.data.parse(snapshot), recipient),
    example: template.example,
  };
}

export const KINDS = {
  receipt: kind(receipt, purchases.receipt),
  refund: kind(refund, purchases.refund),
  'refund-failed': kind(refundFailed, purchases.refundFailed),
  'dispute-opened': kind(disputeOpened, purchases.disputeOpened),
  'duplicate-subscription': kind(duplicateSubscription, purchases.duplicateSubscription),
  'second-trial': kind(secondTrial, subscription.secondTrial),
  'second-lifetime': kind(secondLifetime, purchases.secondLifetime),
  'lifetime-replaces': kind(lifetimeReplaces, purchases.lifetimeReplaces),
  'trial-ending': kind(trialEnding, ahead.trialEnding),
  renewing: kind(renewing, ahead.renewing),
  'card-expiring': kind(cardExpiring, ahead.cardExpiring),
  canceled: kind(canceled, subscription.canceled),
  'cancel-undone': kind(cancellationUndone, subscription.cancellationUndone),
  'change-planned': kind(changePlanned, subscription.changePlanned),
  'change-undone': kind(changeUndone, subscription.changeUndone),
  'plan-changed': kind(planChanged, subscription.planChanged),
  ended: kind(ended, subscription.ended),
  'payment-failed': kind(paymentFailed, delinquency.paymentFailed),
  'action-required': kind(actionRequired, delinquency.actionRequired),
  'access-limited': kind(accessLimited, delinquency.accessLimited),
  'final-notice': kind(finalNotice, delinquency.finalNotice),
  recovered: kind(recovered, delinquency.recovered),
  'not-done': kind(notDone, requests.notDone),
  invitation: kind(invitation, team.invitation),
  'account-deleted': kind(accountDeleted, async (reference) => accountDeleted.data.parse(reference)),
} as const satisfies Record<OutboxMail, Kind>;

/** Throws for an unknown kind. */
export function kindOf(name: string): Kind {
  if (!isKind(name)) throw new Error(`Unknown email kind: ${name}`);
  return KINDS[name];
}

function isKind(name: string): name is OutboxMail {
  return Object.hasOwn(KINDS, name);
}
