import { describe, expect, test } from 'vitest';
import { toSubscription } from '@/lib/billing/providers/stripe/subscription';
import { FEB, invoice, item, JAN, line, MAR, subscription, unix } from './stripe-objects';

const at = (seconds: number) => new Date(seconds * 1000);

describe('a Stripe subscription, whatever API version created it', () => {
  const { currency: _, cancellation_details: __, ...before2022 } = subscription({ cancel_at_period_end: true });
  const shapes = {
    'from endive': [subscription({ cancel_at_period_end: true }), invoice()],
    'from clover, canceled in the portal': [subscription({ cancel_at: FEB }), invoice()],
    'from acacia': [
      {
        ...subscription({ cancel_at_period_end: true }),
        current_period_start: JAN,
        current_period_end: FEB,
        items: { data: [{ quantity: 1, price: item().price }] },
      },
      { ...invoice({ subscription: 'sub_1' }), parent: undefined, total_taxes: undefined },
    ],
    'from 2020': [
      {
        ...before2022,
        current_period_start: JAN,
        current_period_end: FEB,
        items: { data: [{ quantity: 1, plan: { id: 'price_pro', currency: 'usd', amount: 2900 } }] },
      },
      {
        ...invoice({ subscription: 'sub_1', tax: null }),
        parent: undefined,
        lines: { data: [{ amount: 2900, period: { start: JAN, end: FEB }, type: 'subscription', proration: false }] },
      },
    ],
  } as unknown as Record<string, [ReturnType<typeof subscription>, ReturnType<typeof invoice>]>; // old shapes lack what the SDK's types guarantee

  const [first] = Object.values(shapes);
  const expected = first === undefined ? null : toSubscription(first[0], [first[1]], []);

  test.each(Object.entries(shapes))('is the same snapshot: %s', (_, [raw, paid]) => {
    expect(toSubscription(raw, [paid], [])).toEqual(expected);
  });

  test('and has these values', () => {
    expect(expected).toEqual({
      externalId: 'sub_1',
      customerExternalId: 'cus_1',
      ownMetadata: { appId: 'tollgate', workspaceId: 'user-1', checkoutId: 'checkout-1' },
      status: 'active',
      providerStatus: 'active',
      items: [
        {
          externalId: 'price_pro',
          priceExternalId: 'price_pro',
          productExternalId: null,
          quantity: 1,
          amount: 2900n,
          interval: null,
        },
      ],
      currency: 'USD',
      amount: 2900n,
      collection: 'automatic',
      collectionPause: null,
      createdAt: at(JAN),
      startedAt: at(JAN),
      periodStart: at(JAN),
      periodEnd: at(FEB),
      givenUntil: null,
      trialEnd: null,
      cancelAt: at(FEB),
      canceledAt: null,
      endedAt: null,
      endReason: null,
      debt: null,
      nextCharge: null,
      cardBrand: null,
      cardLast4: null,
      cardExpires: null,
      pausedAt: null,
      pausesAt: null,
      pendingPriceExternalId: null,
      pendingQuantity: null,
      pendingAt: null,
      invoices: [
        {
          externalId: 'in_1',
          status: 'paid',
          total: 2900n,
          amountDue: 0n,
          balanceUsed: 0n,
          credited: 0n,
          paidOutOfBand: false,
          currency: 'USD',
          createdAt: at(JAN),
          dueAt: null,
          paidAt: at(JAN),
          lines: [
            {
              kind: 'period',
              priceExternalId: null,
              productExternalId: null,
              quantity: 1,
              amount: 2900n,
              from: at(JAN),
              until: at(FEB),
            },
          ],
        },
      ],
      payments: [],
    });
  });
});

describe('the state of a Stripe subscription', () => {
  test.each([
    ['incomplete', 'pending'],
    ['incomplete_expired', 'failed'],
    ['trialing', 'trialing'],
    ['active', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'unpaid'],
    ['paused', 'paused'],
    ['canceled', 'ended'],
  ])('%s is %s', (raw, normalized) => {
    expect(toSubscription(subscription({ status: raw }), [], [])).toMatchObject({
      status: normalized,
      providerStatus: raw,
    });
  });

  test.each(['hibernating', 'toString'])(
    '%s, which is unknown, has no status of ours, and the provider’s status is stored',
    (raw) => {
      expect(toSubscription(subscription({ status: raw }), [], [])).toMatchObject({
        status: null,
        providerStatus: raw,
      });
    },
  );

  test('a customer with three seats of a yen price pays three times the price, in yen', () => {
    const price = { id: 'price_jpy', currency: 'jpy', unit_amount: 4400, unit_amount_decimal: null };
    const seats = toSubscription(
      subscription({ currency: 'jpy', items: { data: [item({ price, quantity: 3 })] } }),
      [],
      [],
    );
    expect(seats).toMatchObject({ amount: 13200n, currency: 'JPY', items: [{ amount: 13200n, quantity: 3 }] });
  });
});

describe('why a Stripe subscription ended', () => {
  const ended = (reason: string | null, over = {}) =>
    toSubscription(
      subscription({
        status: 'canceled',
        ended_at: FEB,
        canceled_at: JAN,
        cancellation_details: { comment: null, feedback: null, feedback_option: null, reason },
        ...over,
      }),
      [],
      [],
    ).endReason;

  test('no one paid', () => expect(ended('payment_failed')).toBe('unpaid'));
  test('the bank reversed the payment', () => expect(ended('payment_disputed')).toBe('disputed'));
  test('the customer let it expire', () =>
    expect(ended('cancellation_requested', { cancel_at_period_end: true })).toBe('scheduled'));
  test('the customer let it expire, in the portal', () =>
    expect(ended('cancellation_requested', { cancel_at: FEB })).toBe('scheduled'));
  test('it was scheduled, then canceled immediately after all', () =>
    expect(ended('cancellation_requested', { cancel_at: MAR })).toBe('immediate'));
  test('it was canceled immediately', () => expect(ended('cancellation_requested')).toBe('immediate'));
  test('for a reason this version does not know', () => expect(ended('sunspots')).toBe('immediate'));
  test('it has not', () => expect(toSubscription(subscription({ cancel_at: FEB }), [], []).endReason).toBeNull());
});

describe('since when a Stripe customer is past due', () => {
  const open = (created: number) =>
    invoice({
      id: `in_${created}`,
      status: 'open',
      created,
      status_transitions: {
        finalized_at: created + 3600,
        marked_uncollectible_at: null,
        paid_at: null,
        voided_at: null,
      },
    });

  test('since the first invoice in a row that was finalized and attempted but not paid', () => {
    const owing = toSubscription(subscription({ status: 'past_due' }), [open(MAR), open(FEB), invoice()], []);
    expect(owing.debt?.since).toEqual(at(FEB + 3600));
  });

  test('not since an older one that a later payment has superseded', () => {
    const owing = toSubscription(
      subscription({ status: 'past_due' }),
      [open(MAR), invoice({ created: FEB }), open(JAN)],
      [],
    );
    expect(owing.debt?.since).toEqual(at(MAR + 3600));
  });

  test('a draft that has not been attempted is not owed yet', () => {
    const draft = invoice({ status: 'draft', created: MAR, attempted: false });
    expect(toSubscription(subscription({ status: 'unpaid' }), [draft, open(FEB)], []).debt?.since).toEqual(
      at(FEB + 3600),
    );
  });

  test('nothing is owed while it is active', () => {
    expect(toSubscription(subscription(), [open(FEB)], []).debt).toBeNull();
  });
});

describe('a paused Stripe subscription', () => {
  const voided = invoice({
    status: 'void',
    created: FEB,
    status_transitions: { finalized_at: FEB, marked_uncollectible_at: null, paid_at: null, voided_at: FEB + 60 },
  });
  const pause_collection = { behavior: 'void', resumes_at: null } as const;

  test('provides what is paid until the first invoice is voided', () => {
    expect(toSubscription(subscription({ pause_collection }), [invoice()], [])).toMatchObject({
      status: 'active',
      pausedAt: null,
      pausesAt: at(FEB),
    });
  });

  test('provides what is paid although the invoice of a declined upgrade was voided', () => {
    expect(toSubscription(subscription({ pause_collection }), [voided, invoice()], [])).toMatchObject({
      status: 'active',
      pausedAt: null,
      pausesAt: at(FEB),
    });
  });

  test('provides nothing from then on', () => {
    const [only] = subscription().items.data;
    const next = { data: [{ ...only, current_period_start: FEB, current_period_end: MAR }] };
    const paused = { ...subscription({ pause_collection }), items: next } as ReturnType<typeof subscription>; // the period after
    expect(toSubscription(paused, [voided, invoice()], [])).toMatchObject({
      status: 'paused',
      providerStatus: 'active',
      pausedAt: at(FEB + 60),
    });
  });

  test('continues for free when the invoices are only marked', () => {
    const present = { behavior: 'mark_uncollectible', resumes_at: null } as const;
    expect(toSubscription(subscription({ pause_collection: present }), [voided], []).status).toBe('active');
  });
});

test('a trial is recognized by its end, even without an invoice', () => {
  const trialEnd = unix('2026-01-24T10:00:00Z');
  const trial = subscription({ status: 'trialing', trial_start: JAN, trial_end: trialEnd });
  expect(toSubscription(trial, [], [])).toMatchObject({ trialEnd: at(trialEnd), invoices: [] });
});

describe('what the merchant grants without a payment at Stripe', () => {
  test('the time until an invoice that is paid by hand is due', () => {
    const sent = invoice({ status: 'open', created: FEB, due_date: MAR, collection_method: 'send_invoice' });
    expect(toSubscription(subscription(), [sent, invoice()], []).givenUntil).toEqual(at(MAR));
  });

  test('the period whose invoice is kept as a draft while collection is paused', () => {
    const pause_collection = { behavior: 'keep_as_draft', resumes_at: null } as const;
    const draft = invoice({ status: 'draft', created: FEB, lines: { data: [line(2900, FEB, MAR)] } });
    expect(toSubscription(subscription({ pause_collection }), [draft, invoice()], []).givenUntil).toEqual(at(MAR));
  });

  test('nothing otherwise', () => {
    const draft = invoice({ status: 'draft', created: FEB, lines: { data: [line(2900, FEB, MAR)] } });
    expect(toSubscription(subscription(), [draft, invoice()], []).givenUntil).toBeNull();
  });
});

test('an unpaid invoice for something else leaves a Stripe subscription active', () => {
  const extra = invoice({
    id: 'in_extra',
    status: 'open',
    created: JAN + 86_400,
    lines: {
      data: [
        {
          amount: 500,
          period: { start: JAN, end: JAN },
          parent: {
            type: 'invoice_item_details',
            subscription_item_details: null,
            invoice_item_details: {
              invoice_item: 'ii_1',
              proration: false,
              proration_details: null,
              subscription: null,
            },
          },
        },
      ],
    },
  });
  expect(toSubscription(subscription({ status: 'past_due' }), [extra, invoice()], [])).toMatchObject({
    status: 'active',
    debt: null,
  });
});
