import { type BillingMail, isBillingMail } from '../mail/names';
import type { PaymentEnv } from './payment-env';

/** The emails each provider sends to customers, so that we don't. */
export type EmailsFromProvider = Readonly<Record<'stripe' | 'dodo', ReadonlySet<BillingMail>>>;

/**
 * Stripe sends nothing unless enabled in its dashboard. Dodo, as the merchant of record, sends receipts and refund
 * notices (docs.dodopayments.com, "Customer Email Logs"). In sandbox mode only we send emails.
 */
const DEFAULTS: EmailsFromProvider = { stripe: new Set(), dodo: new Set(['receipt', 'refund']) };
const NONE: EmailsFromProvider = { stripe: new Set(), dodo: new Set() };

/** Parses MAILS_FROM_PROVIDER: `receipt` for every provider, `stripe:receipt` for one, `none`; empty means the defaults. */
export function emailsFromProvider(
  entries: readonly string[],
  { mode }: PaymentEnv,
  report: (problem: string) => void,
): EmailsFromProvider {
  if (entries.length === 0) return mode === 'sandbox' ? NONE : DEFAULTS;
  if (entries.length === 1 && entries[0] === 'none') return NONE;
  const kinds = { stripe: new Set<BillingMail>(), dodo: new Set<BillingMail>() };
  for (const entry of entries) {
    const [, at, name = ''] = /^(?:(stripe|dodo):)?([a-z_-]+)$/.exec(entry) ?? [];
    const kind = name.replaceAll('_', '-');
    if (!isBillingMail(kind)) {
      report(
        'MAILS_FROM_PROVIDER must be none or a list of kinds from docs/emails.md, each with an optional prefix stripe: or dodo:',
      );
      continue;
    }
    if (at !== 'dodo') kinds.stripe.add(kind);
    if (at !== 'stripe') kinds.dodo.add(kind);
  }
  return kinds;
}
