import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

const at = (iso: string): number => Date.parse(iso) / 1000;
const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

/** The days on which a subscription that started at `start` was billed within three years, from its invoices. */
async function billed(start: number, recurring: { interval: 'month' | 'year' }): Promise<string[]> {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(start);
  const price = await world.price('Plan', 1000, recurring);
  const { id } = await client.subscriptions.create({ customer, items: [{ price }] });
  await world.moveClock(clock, start + 3 * 366 * 86_400);
  const invoices = await client.invoices.list({ subscription: id, limit: 100 });
  expect(invoices.data.every(({ status, created }) => status === 'paid' || created > start + 3 * 365 * 86_400)).toBe(
    true,
  );
  const periods = invoices.data.flatMap(({ lines }) => lines.data.map(({ period }) => period)).reverse();
  // Each period starts in the exact second in which the previous one ends.
  periods.forEach((period, index) => {
    if (index > 0) expect(period.start).toBe(periods[index - 1]?.end);
    expect(period.start % 86_400).toBe(start % 86_400);
  });
  return periods.map(({ start: begins }) => day(begins)).slice(0, recurring.interval === 'month' ? 36 : 3);
}

test('a customer since January 31 is billed on the 31st, or on the last day of a shorter month', async () => {
  const days = await billed(at('2027-01-31T08:30:15Z'), { interval: 'month' });
  const expected = Array.from({ length: 36 }, (_, month) =>
    new Date(Date.UTC(2027, month + 1, 0)).toISOString().slice(0, 10),
  );
  expect(days).toEqual(expected);
});

test('a customer since February 29 is billed on the 29th, and on February 28 in common years', async () => {
  const days = await billed(at('2028-02-29T23:59:59Z'), { interval: 'month' });
  expect(days).toHaveLength(36);
  expect(days.slice(0, 4)).toEqual(['2028-02-29', '2028-03-29', '2028-04-29', '2028-05-29']);
  expect(days.filter((text) => !text.endsWith('-29'))).toEqual(['2029-02-28', '2030-02-28']);
});

test('a yearly plan from February 29 renews on February 28', async () => {
  expect(await billed(at('2028-02-29T12:00:00Z'), { interval: 'year' })).toEqual([
    '2028-02-29',
    '2029-02-28',
    '2030-02-28',
  ]);
});

test('after a trial, months are counted from its end', async () => {
  const { client } = world;
  const start = at('2027-01-17T10:00:00Z');
  const { customer, clock } = await world.clockedCustomer(start);
  const price = await world.price('Plan', 1000);
  const { id } = await client.subscriptions.create({ customer, items: [{ price }], trial_period_days: 14 });
  await world.moveClock(clock, at('2027-04-15T00:00:00Z'));
  const invoices = (await client.invoices.list({ subscription: id })).data.reverse();
  expect(invoices.map(({ lines }) => day(lines.data[0]?.period.start ?? 0))).toEqual([
    '2027-01-17',
    '2027-01-31',
    '2027-02-28',
    '2027-03-31',
  ]);
  expect(invoices.map(({ amount_paid }) => amount_paid)).toEqual([0, 1000, 1000, 1000]);
});

test('an anchor on the first of next month bills the days until then, and full months from there', async () => {
  const { client } = world;
  const start = at('2027-03-11T00:00:00Z');
  const { customer, clock } = await world.clockedCustomer(start);
  const price = await world.price('Plan', 3100);
  const subscription = await client.subscriptions.create({
    customer,
    items: [{ price }],
    billing_cycle_anchor: at('2027-04-01T00:00:00Z'),
  });
  const first = await client.invoices.retrieve(String(subscription.latest_invoice));
  expect(first.amount_paid).toBe(2100);
  await world.moveClock(clock, at('2027-04-01T02:00:00Z'));
  const [next] = (await client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(next?.lines.data[0]).toMatchObject({ amount: 3100, period: { end: at('2027-05-01T00:00:00Z') } });
});

test('weekly and monthly items have their own periods', async () => {
  const { client } = world;
  const start = at('2027-03-01T00:00:00Z');
  const { customer, clock } = await world.clockedCustomer(start);
  const monthly = await world.price('Plan', 1000);
  const weekly = await world.price('Lesson', 300, { interval: 'week' });
  const { id, items } = await client.subscriptions.create({
    customer,
    items: [{ price: monthly }, { price: weekly, quantity: 2 }],
  });
  expect(items.data.map(({ current_period_end }) => day(current_period_end))).toEqual(['2027-04-01', '2027-03-08']);
  await world.moveClock(clock, at('2027-04-01T02:00:00Z'));
  const invoices = (await client.invoices.list({ subscription: id, limit: 20 })).data.reverse();
  expect(invoices.map(({ amount_paid }) => amount_paid)).toEqual([1600, 600, 600, 600, 600, 1000]);
});
