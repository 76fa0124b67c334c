import { describe, expect, test } from 'vitest';
import { cardFacts as dodoCard } from '@/lib/billing/providers/dodo/payment-method';
import { debtOf } from '@/lib/billing/providers/stripe/past-due';
import { cardFacts as stripeCard } from '@/lib/billing/providers/stripe/payment-method';
import { FEB as DODO_FEB, listed, payment, seen } from './dodo-objects';
import { FEB, invoice, JAN, subscription } from './stripe-objects';

const NONE = { cardBrand: null, cardLast4: null, cardExpires: null };

describe('the card that Stripe charges next', () => {
  type Raw = Required<ReturnType<typeof subscription>>;
  const method = (last4: string, month: number, year: number) =>
    ({ id: 'pm_1', card: { brand: 'visa', last4, exp_month: month, exp_year: year } }) as Raw['default_payment_method']; // only the fields that are read
  const customer = (of: Raw['default_payment_method']) =>
    ({ id: 'cus_1', invoice_settings: { default_payment_method: of } }) as Raw['customer']; // only the fields that are read

  test('is the subscription’s own before the customer’s, and valid until the end of its month', () => {
    const own = { default_payment_method: method('4242', 12, 2026), customer: customer(method('4444', 1, 2030)) };
    expect(stripeCard(subscription(own))).toEqual({
      cardBrand: 'visa',
      cardLast4: '4242',
      cardExpires: new Date('2027-01-01T00:00:00Z'),
    });
  });

  test('is the customer’s when the subscription has none', () => {
    const shared = subscription({ default_payment_method: null, customer: customer(method('4444', 1, 2030)) });
    expect(stripeCard(shared)).toMatchObject({ cardLast4: '4444', cardExpires: new Date('2030-02-01T00:00:00Z') });
  });

  test.each([
    ['nothing is set', {}],
    ['it is not expanded', { default_payment_method: 'pm_1', customer: 'cus_1' }],
    ['it is not a card', { default_payment_method: { id: 'pm_1' } as Raw['default_payment_method'] }],
    ['the customer is deleted', { customer: { id: 'cus_1', object: 'customer', deleted: true } as Raw['customer'] }],
  ])('is unknown when %s', (_, over) => expect(stripeCard(subscription(over))).toEqual(NONE));
});

describe('the card that Dodo charges next', () => {
  test.each([
    ['06', '2032', '2032-07-01T00:00:00Z'],
    ['12', '34', '2035-01-01T00:00:00Z'],
  ])('with month %s and year %s is valid until the end of that month', (expiry_month, expiry_year, until) => {
    const card = { card_network: 'VISA', last4_digits: '4242', expiry_month, expiry_year };
    expect(dodoCard({ card })).toEqual({ cardBrand: 'visa', cardLast4: '4242', cardExpires: new Date(until) });
  });

  test.each([
    {},
    { expiry_month: '13', expiry_year: '2032' },
    { expiry_month: 'June', expiry_year: '32' },
    { expiry_month: '06', expiry_year: '' },
  ])('has no date when it has %j', (card) => expect(dodoCard({ card })).toEqual(NONE));
  test('is unknown without a method', () => expect(dodoCard(null)).toEqual(NONE));
});

describe('the number of attempts', () => {
  test('is Stripe’s count on the oldest open invoice', () => {
    const open = (created: number, attempt_count: number) =>
      invoice({ id: `in_${created}`, status: 'open', created, attempt_count });
    expect(debtOf([invoice(), open(FEB, 5), open(FEB + 100, 1)])).toMatchObject({
      since: new Date(FEB * 1000),
      attempts: 5,
    });
    expect(debtOf([invoice({ created: JAN })])).toBeNull();
  });

  test('follows Dodo’s numbering of retries; the customer’s own attempts on a page do not count', () => {
    const failed = (...retries: number[]) => {
      const ids = retries.map((retry_attempt, index) => ({ payment_id: `pay_${index}`, retry_attempt }));
      const payments = ids.map((id) => payment({ ...id, status: 'failed', created_at: DODO_FEB }));
      const list = ids.map(({ payment_id }) => listed({ payment_id, status: 'failed', created_at: DODO_FEB }));
      return seen({ status: 'on_hold' }, [...list, listed({ payment_id: 'pay_paid' })], { payments }).debt?.attempts;
    };
    expect(failed(0)).toBe(1);
    expect(failed(0, 0, 2, 1)).toBe(3);
  });
});
