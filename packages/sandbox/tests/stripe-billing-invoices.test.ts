import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { checkBooks } from './stripe-billing-books';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

const DAY = 86_400;

async function draft(customer: string, amount: number, params: Partial<Stripe.InvoiceCreateParams> = {}) {
  const { client } = world;
  const { id } = await client.invoices.create({ customer, ...params });
  await client.invoiceItems.create({ customer, invoice: id ?? '', amount, currency: 'usd', description: 'Workshop' });
  return client.invoices.retrieve(id ?? '');
}

test('an invoice by API: draft, number, payment, and a valid PDF', async () => {
  const { client } = world;
  const customer = await world.customer();
  const made = await draft(customer, 4200);
  expect(made).toMatchObject({
    status: 'draft',
    number: null,
    total: 4200,
    hosted_invoice_url: null,
    billing_reason: 'manual',
  });
  const open = await client.invoices.finalizeInvoice(made.id ?? '');
  expect(open.number).toMatch(/^[A-Z0-9]{8}-0001$/);
  expect((await refusal(client.invoices.update(open.id ?? '', { description: 'Late' }))).code).toBe(
    'invoice_not_editable',
  );
  const paid = await client.invoices.pay(open.id ?? '');
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 4200, amount_remaining: 0 });
  const pdf = await fetch(paid.invoice_pdf ?? '');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  const bytes = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
  expect(bytes.startsWith('%PDF-1.4')).toBe(true);
  expect(bytes).toContain(`(${paid.number}`.slice(1));
  expect(bytes).toContain('$42.00');
  // The cross-reference table of the PDF points to its objects.
  const start = Number(/startxref\n(\d+)/.exec(bytes)?.[1]);
  expect(bytes.slice(start, start + 4)).toBe('xref');
  const offsets = [...bytes.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
  for (const [index, offset] of offsets.entries())
    expect(bytes.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`));
  await checkBooks(world, customer);
});

test('the lines of a draft are added, updated, and removed; each keeps its id, and the total is updated', async () => {
  const { client } = world;
  const made = await draft(await world.customer(), 4200);
  const id = made.id ?? '';
  const added = await client.invoices.addLines(id, { lines: [{ amount: 100, description: 'Coffee' }] });
  const [workshop = '', coffee = ''] = added.lines.data.map((line) => line.id);
  expect(added.total).toBe(4300);
  const changed = await client.invoices.updateLines(id, { lines: [{ id: coffee, amount: 250 }] });
  expect(changed.lines.data.map((line) => [line.id, line.amount])).toEqual([
    [workshop, 4200],
    [coffee, 250],
  ]);
  const left = await client.invoices.removeLines(id, { lines: [{ id: workshop, behavior: 'delete' }] });
  expect(left).toMatchObject({ total: 250, lines: { data: [{ id: coffee }] } });
});

test('a sent invoice is paid on its page, without JavaScript, after a decline', async () => {
  const { client } = world;
  const customer = await client.customers.create({ email: 'jenny@example.com' });
  const made = await draft(customer.id, 9900, { collection_method: 'send_invoice', days_until_due: 7 });
  const sent = await client.invoices.sendInvoice(made.id ?? '');
  const url = sent.hosted_invoice_url ?? '';
  expect(await (await fetch(url)).text()).toContain('$99.00');
  const card = (number: string) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ card_number: number, card_expiry: '12 / 34', card_cvc: '123' }),
      redirect: 'manual',
    });
  const refused = await card('4000 0000 0000 9995');
  expect(refused.status).toBe(402);
  expect(await refused.text()).toContain('insufficient funds');
  expect((await card('4242 4242 4242 4242')).status).toBe(303);
  expect(await client.invoices.retrieve(made.id ?? '')).toMatchObject({ status: 'paid', amount_paid: 9900 });
  expect((await card('4242 4242 4242 4242')).status).toBe(303);
  expect((await client.charges.list({ customer: customer.id })).data.filter(({ paid }) => paid)).toHaveLength(1);
});

test('an unpaid invoice becomes overdue; an uncollectible one can still be paid, a void one can’t', async () => {
  const { client } = world;
  const customer = await world.customer();
  const one = await client.invoices.sendInvoice(
    (await draft(customer, 1000, { collection_method: 'send_invoice', days_until_due: 7 })).id ?? '',
  );
  await world.recorded();
  await world.advance(8 * DAY);
  expect((await world.recorded()).map(({ type }) => type)).toEqual(['invoice.overdue']);
  await client.invoices.markUncollectible(one.id ?? '');
  expect((await client.invoices.pay(one.id ?? '')).status).toBe('paid');
  const two = await client.invoices.finalizeInvoice((await draft(customer, 1000)).id ?? '');
  await client.invoices.voidInvoice(two.id ?? '');
  expect((await refusal(client.invoices.pay(two.id ?? ''))).statusCode).toBe(400);
  await checkBooks(world, customer);
});

test('credit is used by the next invoice and restored when that is voided', async () => {
  const { client } = world;
  const customer = await world.customer();
  await client.customers.createBalanceTransaction(customer, { amount: -700, currency: 'usd' });
  const open = await client.invoices.finalizeInvoice((await draft(customer, 1000)).id ?? '');
  expect(open).toMatchObject({ total: 1000, starting_balance: -700, ending_balance: 0, amount_due: 300 });
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: 0 });
  await client.invoices.voidInvoice(open.id ?? '');
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: -700 });
});

test('credit notes: a lower amount due on an open invoice, a refund or credit on a paid one, never more than its total', async () => {
  const { client } = world;
  const customer = await world.customer();
  const open = await client.invoices.finalizeInvoice((await draft(customer, 1000)).id ?? '');
  const first = await client.creditNotes.create({ invoice: open.id ?? '', amount: 400 });
  expect(first).toMatchObject({ type: 'pre_payment', pre_payment_amount: 400, number: `${open.number}-CN-01` });
  const paid = await client.invoices.pay(open.id ?? '');
  expect(paid.amount_paid).toBe(600);
  const back = await client.creditNotes.create({
    invoice: open.id ?? '',
    amount: 500,
    refund_amount: 300,
    credit_amount: 200,
  });
  expect(back).toMatchObject({ type: 'post_payment', refunds: [{ amount_refunded: 300 }] });
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: -200 });
  const [charge] = (await client.charges.list({ customer })).data;
  expect(charge?.amount_refunded).toBe(300);
  const more = await refusal(client.creditNotes.create({ invoice: open.id ?? '', amount: 101, credit_amount: 101 }));
  expect(more.statusCode).toBe(400);
});

test('a fixed coupon over two lines: 166 and 334; with duration once, it ends after the first invoice', async () => {
  const { client } = world;
  const customer = await world.customer();
  const coupon = await client.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' });
  const items = [{ price: await world.price('One', 1000) }, { price: await world.price('Two', 2000) }];
  const subscription = await client.subscriptions.create({ customer, items, discounts: [{ coupon: coupon.id }] });
  const first = await client.invoices.retrieve(String(subscription.latest_invoice), { expand: ['discounts'] });
  expect(first.lines.data.map((line) => line.discount_amounts?.[0]?.amount)).toEqual([166, 334]);
  expect(first.amount_paid).toBe(2500);
  expect(first.discounts[0]).toMatchObject({ source: { coupon: coupon.id } });
  expect(subscription.discounts).toEqual([]);
  await world.advance(32 * DAY);
  const [next] = (await client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(next?.amount_paid).toBe(3000);
  expect((await client.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
});

test('a coupon for three months ends automatically', async () => {
  const { client } = world;
  const customer = await world.customer();
  const coupon = await client.coupons.create({ percent_off: 50, duration: 'repeating', duration_in_months: 3 });
  const { id } = await client.subscriptions.create({
    customer,
    items: [{ price: await world.price('Plan', 1000) }],
    discounts: [{ coupon: coupon.id }],
  });
  await world.advance(5 * 31 * DAY);
  const invoices = (await client.invoices.list({ subscription: id })).data.reverse();
  expect(invoices.map(({ amount_paid }) => amount_paid)).toEqual([500, 500, 500, 1000, 1000, 1000]);
});

test('paused collection keeps drafts, voids, or writes off, until it resumes automatically', async () => {
  const { client } = world;
  for (const [behavior, status] of [
    ['keep_as_draft', 'draft'],
    ['void', 'void'],
    ['mark_uncollectible', 'uncollectible'],
  ] as const) {
    const customer = await world.customer();
    const { id, items } = await client.subscriptions.create({
      customer,
      items: [{ price: await world.price('Plan', 1000) }],
    });
    const end = items.data[0]?.current_period_end ?? 0;
    await client.subscriptions.update(id, { pause_collection: { behavior, resumes_at: end + DAY } });
    await world.advance(end - world.now() + 2 * 3600);
    const [held] = (await client.invoices.list({ subscription: id, limit: 1 })).data;
    expect(held?.status).toBe(status);
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
    await world.advance(DAY);
    expect((await client.subscriptions.retrieve(id)).pause_collection).toBeNull();
    await world.advance(32 * DAY);
    expect((await client.invoices.list({ subscription: id, limit: 1 })).data[0]?.status).toBe('paid');
  }
});

test('a trial without a card is paused if configured, and continues when it is resumed', async () => {
  const { client } = world;
  const customer = await client.customers.create({ email: 'jenny@example.com' });
  const { id } = await client.subscriptions.create({
    customer: customer.id,
    items: [{ price: await world.price('Plan', 1000) }],
    trial_period_days: 7,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  });
  await world.advance(7 * DAY + 3600);
  expect((await client.subscriptions.retrieve(id)).status).toBe('paused');
  await world.payWith(customer.id, 'pm_card_visa');
  await world.recorded();
  const resumed = await client.subscriptions.resume(id, { billing_cycle_anchor: { type: 'now' } });
  expect(resumed.status).toBe('active');
  expect((await world.recorded()).map(({ type }) => type)).toContain('customer.subscription.resumed');
  expect(await client.invoices.retrieve(String(resumed.latest_invoice))).toMatchObject({
    status: 'paid',
    amount_paid: 1000,
  });
});

test('neither a refund nor a dispute changes the subscription and the invoice', async () => {
  const { client } = world;
  const customer = await world.customer();
  const subscription = await client.subscriptions.create({
    customer,
    items: [{ price: await world.price('Plan', 1000) }],
  });
  const invoice = await client.invoices.retrieve(String(subscription.latest_invoice), {
    expand: ['payments.data.payment.payment_intent'],
  });
  const intent = invoice.payments?.data[0]?.payment.payment_intent as Stripe.PaymentIntent;
  await client.refunds.create({ payment_intent: intent.id, amount: 400 });
  expect((await client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  expect(await client.invoices.retrieve(invoice.id ?? '')).toMatchObject({ status: 'paid', amount_paid: 1000 });
  await world.control(`stripe/payments/${intent.id}/dispute`, {});
  expect((await client.subscriptions.retrieve(subscription.id)).status).toBe('active');
});

test('deleting a customer ends their subscriptions, and nothing is charged afterwards', async () => {
  const { client } = world;
  const customer = await world.customer();
  const { id } = await client.subscriptions.create({ customer, items: [{ price: await world.price('Plan', 1000) }] });
  await client.customers.del(customer);
  expect(await client.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', customer });
  await world.advance(40 * DAY);
  const charges = await client.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  expect(charges.filter((charge) => charge.customer === customer)).toHaveLength(1);
});
