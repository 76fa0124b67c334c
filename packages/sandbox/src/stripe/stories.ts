import type { Story } from '../engine/world';
import type { StripeContext } from './api/context';
import { StripeFault } from './api/errors';
import type { InvoiceRecord, SubscriptionRecord } from './billing-tables';
import { collect } from './invoices/collect';
import { methodFor } from './invoices/payment-method';
import { hostedInvoiceUrl } from './invoices/serialize';
import { finalizeByItself } from './invoices/store';
import { attach } from './payment-methods/attach';
import { createFromName } from './payment-methods/create';
import { makeDefault } from './portal/payment-method';
import { nextPeriodEnd } from './subscriptions/items';
import { updateSubscription } from './subscriptions/update-call';

const provider = 'stripe';

/** The newest subscription with one of these statuses, on the main clock. */
function newest(ctx: StripeContext, ...statuses: string[]): SubscriptionRecord {
  for (const it of ctx.tables.subscriptions.newestFirst()) {
    if (statuses.includes(it.status) && it.test_clock === null) return it;
  }
  throw new Error(`No customer has a Stripe subscription that is ${statuses.join(' or ').replaceAll('_', ' ')}.`);
}

/** Sets another card as a customer's default, like the portal. */
function newCard(ctx: StripeContext, customer: string, name: string): void {
  const method = createFromName(ctx, name);
  if (!method) throw new Error(`There is no test card ${name}.`);
  attach(ctx, method, customer, true);
  makeDefault(ctx, customer, method.id);
}

const email = (ctx: StripeContext, it: SubscriptionRecord): string =>
  ctx.tables.customers.get(it.customer)?.email ?? it.customer;

/** The renewal's invoice after the payment attempt: advances the clock to an hour after the renewal. */
async function renewal(ctx: StripeContext, it: SubscriptionRecord): Promise<InvoiceRecord> {
  const { clocks } = ctx.world;
  await clocks.advance(Math.max(nextPeriodEnd(it), clocks.now()) + 3600);
  const [invoice] = ctx.tables.invoices.by('subscription', it.id);
  if (!invoice) throw new Error('The subscription was not renewed: it has ended.');
  if (invoice.status === 'draft') finalizeByItself(ctx, invoice.id);
  return ctx.tables.invoices.get(invoice.id) ?? invoice;
}

function openInvoice(ctx: StripeContext, it: SubscriptionRecord): InvoiceRecord {
  const open = ctx.tables.invoices.by('subscription', it.id).find(({ status }) => status === 'open');
  if (!open) throw new Error('There is no open invoice.');
  return open;
}

/** One-click scenarios for subscriptions. */
export function billingStories(ctx: StripeContext): Story[] {
  return [
    {
      provider,
      title: 'A renewal succeeds',
      description: 'Moves the clock to the next renewal of the newest subscription, plus an hour, when it is charged.',
      async run() {
        const it = newest(ctx, 'active', 'trialing');
        const invoice = await renewal(ctx, it);
        return {
          message: `Invoice ${invoice.number} of ${email(ctx, it)} is ${invoice.status}.`,
          href: hostedInvoiceUrl(ctx, invoice.id),
        };
      },
    },
    {
      provider,
      title: 'A renewal fails',
      description:
        'The newest subscription gets a card that is declined. Moves the clock to its renewal, plus an hour.',
      async run() {
        const it = newest(ctx, 'active', 'trialing');
        newCard(ctx, it.customer, 'pm_card_chargeCustomerFail');
        const invoice = await renewal(ctx, it);
        return {
          message: `The card of ${email(ctx, it)} was declined. Invoice ${invoice.number} is open and will be retried.`,
          href: hostedInvoiceUrl(ctx, invoice.id),
        };
      },
    },
    {
      provider,
      title: 'Renewal requires 3-D Secure',
      description: 'The same, with a card whose bank requires the customer to confirm every charge (3-D Secure).',
      async run() {
        const it = newest(ctx, 'active', 'trialing');
        newCard(ctx, it.customer, 'pm_card_authenticationRequired');
        const invoice = await renewal(ctx, it);
        return {
          message: `${email(ctx, it)} has to confirm the payment of invoice ${invoice.number}.`,
          href: hostedInvoiceUrl(ctx, invoice.id),
        };
      },
    },
    {
      provider,
      title: 'Customer pays a past-due invoice',
      description:
        'The newest subscription that is past due or unpaid gets a valid card, and its open invoice is paid.',
      run() {
        const it = newest(ctx, 'past_due', 'unpaid');
        newCard(ctx, it.customer, 'pm_card_visa');
        const invoice = openInvoice(ctx, it);
        const paid = collect(ctx, invoice, { paymentMethod: methodFor(ctx, invoice) ?? undefined, offSession: false });
        return {
          message: `Invoice ${paid.invoice.number} of ${email(ctx, it)} is ${paid.invoice.status}.`,
          href: hostedInvoiceUrl(ctx, invoice.id),
        };
      },
    },
    {
      provider,
      title: 'Retries are exhausted',
      description: 'Moves the clock two weeks ahead: a past-due subscription is retried several times, then ends.',
      async run() {
        const it = newest(ctx, 'past_due');
        await ctx.world.clocks.advance(ctx.world.clocks.now() + 15 * 86_400);
        return `The subscription of ${email(ctx, it)} is ${ctx.tables.subscriptions.get(it.id)?.status}.`;
      },
    },
    {
      provider,
      title: 'A trial ends',
      description: 'The newest trial ends now, and its first period is charged.',
      run() {
        const it = newest(ctx, 'trialing');
        try {
          const ended = updateSubscription(ctx, it.id, { trial_end: 'now' });
          return `The trial of ${email(ctx, it)} is over; the subscription is ${ended.status.replace('_', ' ')}.`;
        } catch (error) {
          if (error instanceof StripeFault) throw new Error(error.message);
          throw error;
        }
      },
    },
  ];
}
