/** Every kind of alert, with what to do about it. The alert's detail names the objects and any commands. */
export const ALERT_KINDS = {
  'dead event':
    'We failed to process this webhook ten times. Read the error, fix its cause, then run: npm run billing:replay -- <event id>.',
  'dead mail':
    'We could not send this email. Read the error, fix its cause, then run: npm run mail:resend -- <mail id>.',
  'mail server unreachable':
    'We haven’t been able to send emails for over an hour. Check the mail server and SMTP_URL. Emails wait and are sent later.',
  'dead effect':
    'One of your effects has been failing for hours. Read the error, fix its cause, then run: npm run billing:effects -- replay <run id>.',
  'ledger corrected':
    'Reconciliation corrected the ledger. Check the differences and find out why the webhooks didn’t arrive.',
  'key without permission':
    'The provider rejects our API key (401 or 403). Check the key and its permissions. Webhooks are stored and processed later.',
  'provider refuses our key':
    'The provider rejects our API key (401), so nothing is sent to it. Check that the key is right and still valid.',
  'permission missing':
    'Our API key lacks a permission at the provider (403), so all operations of this kind wait. Give it the permission that the message names.',
  'provider unreachable':
    'We haven’t been able to reach the provider for over an hour. Check its status page. Webhooks are stored and processed later.',
  'foreign contract':
    'A customer has a subscription without any of our prices. It grants no access, and we don’t touch it. If it should grant a plan, adopt it on the customer’s page.',
  'foreign payment':
    'We received a payment that matches none of our products, so it granted nothing. Find out what it was for; refund it, or grant what was bought, in the provider’s dashboard.',
  'price not on sale':
    'A price in our catalog is archived at the provider, so it can’t be bought. Run: npm run billing:push, or remove it from the plans.',
  'unknown price': 'A subscription is about to change to an unknown price. Run: npm run billing:push.',
  'unknown status': 'The provider reported an unknown status. We kept the last one. Update the provider’s SDK.',
  'ended subscription came back':
    'A subscription that had ended is running again at the provider. Find out who restarted it.',
  'second live subscription':
    'A customer subscribed twice. We are ending the later one. Check that its refund arrives.',
  'two live subscriptions':
    'A customer has two running subscriptions, and we can’t end either automatically. Ask which one to keep, cancel the other on the customer’s page, and refund its payment.',
  'operation refused':
    'The provider refused our request. Read its message, then make the change in the provider’s dashboard.',
  'needs a person': 'The app can’t do this automatically. Review the details, then run the commands listed there.',
  'refunded but not ended':
    'The payment was refunded, but the subscription still runs. End it in the provider’s dashboard.',
  'refund failed': 'The bank returned a refund. Ask the customer how to pay them back, and send the money another way.',
  dispute:
    'A customer disputed a payment with their bank. Submit evidence in the provider’s dashboard before the deadline, or accept the dispute.',
  'dispute lost': 'The bank decided for the customer. Check that the subscription has ended.',
} as const satisfies Record<string, string>;

export type AlertKind = keyof typeof ALERT_KINDS;

/** What to do about an alert of this kind; null for a kind from an older version. */
export function whatToDo(kind: string): string | null {
  return isAlertKind(kind) ? ALERT_KINDS[kind] : null;
}

/** The section of the runbook about this kind of alert; null for a kind from an older version. */
export function runBookSection(kind: string): string | null {
  return isAlertKind(kind) ? `docs/run-book.md#${kind.replaceAll(' ', '-')}` : null;
}

/** Whether this version knows the kind. */
export function isAlertKind(kind: string): kind is AlertKind {
  return Object.hasOwn(ALERT_KINDS, kind);
}
