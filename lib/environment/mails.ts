import { type BillingMail, isBillingMail } from '../mail/names';
import type { World } from './world';

/** The kinds of mail that each provider writes to customers; we do not. */
export type MailsFromProvider = Readonly<Record<'stripe' | 'dodo', ReadonlySet<BillingMail>>>;

/**
 * Stripe writes nothing unless its dashboard says so. Dodo, as the seller, writes receipts and refund notices by itself
 * (its docs: "Customer Email Logs"). In the sandbox nobody but us writes.
 */
const DEFAULTS: MailsFromProvider = { stripe: new Set(), dodo: new Set(['receipt', 'refund']) };
const NOBODY: MailsFromProvider = { stripe: new Set(), dodo: new Set() };

/** Reads MAILS_FROM_PROVIDER: `receipt` at every provider, `stripe:receipt` at one; `none`; nothing said: the defaults. */
export function mailsFromProvider(
  said: readonly string[],
  { mode }: World,
  report: (problem: string) => void,
): MailsFromProvider {
  if (said.length === 0) return mode === 'sandbox' ? NOBODY : DEFAULTS;
  if (said.length === 1 && said[0] === 'none') return NOBODY;
  const kinds = { stripe: new Set<BillingMail>(), dodo: new Set<BillingMail>() };
  for (const entry of said) {
    const [, at, name = ''] = /^(?:(stripe|dodo):)?([a-z_-]+)$/.exec(entry) ?? [];
    const kind = name.replaceAll('_', '-');
    if (!isBillingMail(kind)) {
      report(
        'MAILS_FROM_PROVIDER must be none, or kinds of docs/mails.md with or without stripe: or dodo: before them',
      );
      continue;
    }
    if (at !== 'dodo') kinds.stripe.add(kind);
    if (at !== 'stripe') kinds.dodo.add(kind);
  }
  return kinds;
}
