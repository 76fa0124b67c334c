import type { Story, StoryResult } from '../../engine/world';
import { moveDispute, openDispute } from '../disputes/open';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { money } from '../money/currency';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { failNextRefunds } from '../refunds/settle';
import { onBillingDate } from '../subscriptions/renew';
import { updateMethod } from '../subscriptions/update-method';

/** One-click scenarios for the control page. Each applies to the newest matching object. */
export function addStories(dodo: Dodo): void {
  const stories: Omit<Story, 'provider'>[] = [
    {
      title: 'Renew now',
      description: 'The newest active subscription reaches its billing date.',
      run: () => renewNow(dodo, false),
    },
    {
      title: 'Renewal fails',
      description: 'The newest active subscription renews and its card is declined, so it is put on hold.',
      run: () => renewNow(dodo, true),
    },
    {
      title: 'New card for a subscription on hold',
      description: 'Opens the page where the newest customer with an amount due pays with another card.',
      run: () => newCard(dodo),
    },
    {
      title: 'Next refund fails',
      description: 'The next refund is accepted, then fails at the bank.',
      run: () => {
        failNextRefunds(dodo, 1);
        return 'The next refund will fail.';
      },
    },
    { title: 'Open a dispute', description: 'The bank disputes the newest payment.', run: () => dispute(dodo) },
    {
      title: 'Win the dispute',
      description: 'The newest open dispute is decided in the merchant’s favor.',
      run: () => decide(dodo, 'won'),
    },
    {
      title: 'Lose the dispute',
      description: 'The newest open dispute is decided in the customer’s favor.',
      run: () => decide(dodo, 'lost'),
    },
  ];
  for (const story of stories) dodo.world.stories.push({ provider: 'dodo', ...story });
}

function newest<T>(rows: Iterable<T>, fits: (row: T) => boolean, otherwise: string): T {
  for (const row of rows) if (fits(row)) return row;
  throw new Error(otherwise);
}

function nameOf(dodo: Dodo, row: SubscriptionRecord): string {
  return dodo.tables.products.get(row.plan.productId)?.name ?? row.id;
}

/** Moves the billing date to now, as a merchant would with PATCH. */
function renewNow(dodo: Dodo, failing: boolean): StoryResult {
  const { subscriptions } = dodo.tables;
  const fits = (row: SubscriptionRecord) => row.status === 'active' && !row.onDemand;
  const row = newest(subscriptions.newestFirst(), fits, 'There is no active subscription. Buy one first.');
  subscriptions.put(row.id, { ...row, nextBillingMs: dodo.now(), failNext: failing ? 1 : row.failNext });
  onBillingDate(dodo, row.id);
  const after = need(subscriptions, row.id);
  return `${nameOf(dodo, row)} is now ${after.status.replace('_', ' ')} (${row.id}).`;
}

function newCard(dodo: Dodo): StoryResult {
  const fits = (row: SubscriptionRecord) => row.owed !== null;
  const row = newest(
    dodo.tables.subscriptions.newestFirst(),
    fits,
    'No subscription has an amount due. Run “Renewal fails” first.',
  );
  const { link } = updateMethod(dodo, row, { type: 'new' });
  const message = `The page to pay ${money(row.owed?.total ?? 0, row.currency)} is open.`;
  return link === null ? message : { message, href: link };
}

function dispute(dodo: Dodo): StoryResult {
  const disputed = (row: PaymentRecord) => dodo.tables.disputes.by('payment', row.id).length > 0;
  const fits = (row: PaymentRecord) => row.status === 'succeeded' && row.total > 0 && !disputed(row);
  const payment = newest(
    dodo.tables.payments.newestFirst(),
    fits,
    'There is no payment to dispute. Buy something first.',
  );
  const row = openDispute(dodo, payment.id);
  return `Dispute ${row.id} for ${money(row.amount, row.currency)} is open.`;
}

function decide(dodo: Dodo, outcome: 'won' | 'lost'): StoryResult {
  const row = newest(
    dodo.tables.disputes.newestFirst(),
    (each) => each.status === 'dispute_opened' || each.status === 'dispute_challenged',
    'There is no open dispute.',
  );
  moveDispute(dodo, row.id, outcome);
  return `Dispute ${row.id} is ${outcome}.`;
}
