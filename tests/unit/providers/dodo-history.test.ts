import { describe, expect, test } from 'vitest';
import type { Purchases } from '@/lib/billing/providers/dodo/bought';
import type { SubscriptionShape } from '@/lib/billing/providers/dodo/shapes';
import type { SubscriptionSnapshot } from '@/lib/billing/providers/snapshots';
import { covered, FEB, JAN, kept, listed, MAR, seen } from './dodo-objects';

const MID = '2026-01-25T22:00:00.123456Z';
const STARTER = { product_id: 'pdt_starter', recurring_pre_tax_amount: 900 } as const;
const month = (over: Partial<SubscriptionShape> = {}) => ({ ...STARTER, ...over });
const first = listed({ total_amount: 900 });
const upgrade = listed({ payment_id: 'pay_2', created_at: MID, total_amount: 1000 });
/** Pro since the middle of January, with a new period that started with the change. */
const upgraded = { previous_billing_date: MID, next_billing_date: '2026-02-25T22:00:00.123456Z' } as const;

function asked(id: string, productId: string, isChange: boolean, net: bigint): Purchases {
  return { bought: new Map([[id, { productId, isChange, net }]]), products: new Map() };
}

/** The ledger after both fetches: what the second returns replaces what it had. */
function ledger(...snapshots: SubscriptionSnapshot[]) {
  return [...new Map(snapshots.flatMap(({ invoices }) => invoices.map((one) => [one.externalId, one]))).values()];
}

const starter = seen(month(), [first]);

describe('a charge whose subscription still shows the dates before it', () => {
  const charged = listed({ payment_id: 'pay_2', created_at: '2026-02-10T10:00:02.000Z', total_amount: 2900 });
  const paid = listed({ total_amount: 2900 });
  const before = seen({}, [paid]);
  const bought = asked('pay_2', 'pdt_pro', false, 2900n);

  test('paid for the period that follows, as its new dates confirm', () => {
    const during = seen({}, [charged, paid], { known: kept(before), purchases: bought });
    const invoices = ledger(before, during);
    expect(covered(invoices)).toEqual(['pdt_pro×1 01-10 – 02-10', 'pdt_pro×1 02-10 – 03-10']);
    const moved = { previous_billing_date: FEB, next_billing_date: MAR };
    expect(seen(moved, [charged, paid], { known: kept({ ...during, invoices }) }).invoices).toEqual([]);
  });

  test('and came days late paid for the period that the new dates show, so no period is free', () => {
    const late = { ...charged, created_at: '2026-02-14T08:00:00.000Z' };
    const during = seen({ status: 'on_hold' }, [late, paid], { known: kept(before), purchases: bought });
    const moved = { previous_billing_date: '2026-02-14T08:00:01.000Z', next_billing_date: '2026-03-14T08:00:01.000Z' };
    const after = seen(moved, [late, paid], { known: kept({ ...during, invoices: ledger(before, during) }) });
    const invoices = ledger(before, during, after);
    expect(invoices.map(({ externalId }) => externalId)).toEqual(['pay_1', 'pay_2']);
    expect(covered(invoices)).toEqual(['pdt_pro×1 01-10 – 02-10', 'pdt_pro×1 02-14 – 03-14']);
  });
});

describe('more seats that were bought in the dashboard and renewed since', () => {
  const SOON = '2026-01-12T10:00:00.123456Z';
  const one = listed({ total_amount: 2900 });
  const renewal = listed({ payment_id: 'pay_3', created_at: FEB, total_amount: 8700 });
  const seats = { quantity: 3, recurring_pre_tax_amount: 8700 } as const;

  /** Everything in one fetch, as when the ledger is rebuilt. */
  function rebuilt(change: number, over: Partial<SubscriptionShape>) {
    const more = listed({ payment_id: 'pay_2', created_at: SOON, total_amount: change });
    const net = { pay_1: 2900n, pay_2: BigInt(change), pay_3: 8700n };
    const bought = Object.entries(net).map(
      ([id, net]) => [id, { productId: 'pdt_pro', isChange: false, net }] as const,
    );
    return seen(
      { ...seats, previous_billing_date: FEB, next_billing_date: MAR, ...over },
      [{ ...renewal, ...(over.previous_billing_date ? { created_at: over.previous_billing_date } : {}) }, more, one],
      { purchases: { bought: new Map(bought), products: new Map() } },
    );
  }

  test('with a charge for the remaining time are as many when the ledger is rebuilt', () => {
    expect(covered(rebuilt(5426, {}).invoices)[1]).toMatch(/^pdt_pro×3 01-12/);
    expect(covered(rebuilt(5426, {}).invoices, ['pay_1'])).not.toContainEqual(expect.stringMatching(/01-12/));
  });

  test('with a charge for a whole new period minus the remaining time, too', () => {
    const dates = {
      previous_billing_date: '2026-02-12T10:00:00.123456Z',
      next_billing_date: '2026-03-12T10:00:00.123456Z',
    };
    expect(covered(rebuilt(5987, dates).invoices)[1]).toBe('pdt_pro×3 01-12 – 02-12');
  });

  test('charged in full are a period of their own', () => {
    expect(covered(rebuilt(8700, {}).invoices, ['pay_1'])).toContainEqual(expect.stringMatching(/^pdt_pro×3 01-12/));
  });
});

describe('an upgrade in the middle of a month', () => {
  const pro = seen(upgraded, [upgrade, first], {
    known: kept(starter),
    purchases: asked('pay_2', 'pdt_pro', true, 1000n),
  });
  const invoices = ledger(starter, pro);

  test('refunds the rest of the older plan and sells the new one', () => {
    expect(covered(invoices)).toEqual(['pdt_starter×1 01-10 – 01-25', 'pdt_pro×1 01-25 – 02-25']);
    const [credit, sold] = invoices.find(({ externalId }) => externalId === 'pay_2')?.lines ?? [];
    expect([credit?.kind, sold?.kind]).toEqual(['proration', 'proration']);
    expect((credit?.amount ?? 0n) + (sold?.amount ?? 0n)).toBe(1000n);
    expect(Number(credit?.amount) / -900).toBeCloseTo(0.5, 1);
  });

  test('that is refunded leaves the older plan open to the end of its month', () => {
    expect(covered(invoices, ['pay_2'])).toEqual(['pdt_starter×1 01-10 – 02-10']);
  });

  test('closes with the older payment, whose remainder it was built on', () => {
    expect(covered(invoices, ['pay_1'])).toEqual([]);
  });

  test('is found again when the ledger is rebuilt', () => {
    const again = seen(upgraded, [upgrade, first], {
      purchases: {
        bought: new Map([
          ['pay_1', { productId: 'pdt_starter', isChange: false, net: 900n }],
          ['pay_2', { productId: 'pdt_pro', isChange: true, net: 1000n }],
        ]),
        products: new Map([['pdt_starter', { unit: 900n, interval: { unit: 'month', count: 1 } }]]),
      },
    });
    expect(covered(again.invoices)).toEqual(covered(invoices));
    expect(covered(again.invoices, ['pay_2'])).toEqual(covered(invoices, ['pay_2']));
  });

  test('keeps the dates where Dodo keeps them', () => {
    const keeps = seen({}, [upgrade, first], {
      known: kept(starter),
      purchases: asked('pay_2', 'pdt_pro', true, 1000n),
    });
    expect(covered(ledger(starter, keeps))).toEqual(['pdt_starter×1 01-10 – 01-25', 'pdt_pro×1 01-25 – 02-10']);
  });

  test('made in the dashboard, without our mark, is recognized by its price', () => {
    const unmarked = asked('pay_2', 'pdt_pro', false, 1000n);
    const pro = seen(upgraded, [upgrade, first], { known: kept(starter), purchases: unmarked });
    expect(covered(ledger(starter, pro), ['pay_1'])).toEqual([]);
  });

  test('that was charged in full refunds nothing: each payment counts alone', () => {
    const full = listed({ ...upgrade, total_amount: 2900 });
    const pro = seen(upgraded, [full, first], {
      known: kept(starter),
      purchases: asked('pay_2', 'pdt_pro', false, 2900n),
    });
    expect(covered(ledger(starter, pro), ['pay_1'])).toEqual(['pdt_pro×1 01-25 – 02-25']);
  });
});

test('more seats are based on both payments', () => {
  const one = seen({}, [listed()]);
  const seats = listed({ payment_id: 'pay_2', created_at: MID, total_amount: 5800 });
  const five = seen({ quantity: 5, recurring_pre_tax_amount: 14_500 }, [seats, listed()], {
    known: kept(one),
    purchases: asked('pay_2', 'pdt_pro', true, 5800n),
  });
  expect(covered(ledger(one, five))).toEqual(['pdt_pro×1 01-10 – 01-25', 'pdt_pro×5 01-25 – 02-10']);
  expect(covered(ledger(one, five), ['pay_2'])).toEqual(['pdt_pro×1 01-10 – 02-10']);
});

describe('a declined charge for three more seats, after a change to two in the middle of a month', () => {
  const declined = listed({
    payment_id: 'pay_3',
    created_at: '2026-01-28T10:00:00Z',
    status: 'failed',
    total_amount: 5000,
  });
  // Half a month of one more seat. With the half that is left of the first, it's also worth one seat for a whole month.
  const two = listed({ payment_id: 'pay_2', created_at: MID, total_amount: 1450 });
  const seats = { quantity: 2, recurring_pre_tax_amount: 5800, ...upgraded } as const;
  const purchases: Purchases = {
    bought: new Map([
      ['pay_1', { productId: 'pdt_pro', isChange: false, net: 2900n }],
      ['pay_2', { productId: 'pdt_pro', isChange: true, net: 1450n }],
    ]),
    products: new Map(),
  };

  test.each(['active', 'paused'] as const)(
    'leaves the two that it shows while %s, because it owes nothing',
    (status) => {
      const rebuilt = seen({ ...seats, status }, [declined, two, listed()], { purchases });
      expect(covered(rebuilt.invoices).at(-1)).toBe('pdt_pro×2 01-25 – 02-25');
    },
  );

  test('leaves the two also if it was declined a minute after they were paid', () => {
    const soon = { ...declined, created_at: '2026-01-25T22:01:00.000Z' };
    const rebuilt = seen(seats, [soon, two, listed()], { purchases });
    expect(covered(rebuilt.invoices).at(-1)).toBe('pdt_pro×2 01-25 – 02-25');
  });

  test.each([
    ['on hold', { status: 'on_hold' }],
    ['still shown as active, with the dates of that change', { previous_billing_date: declined.created_at }],
  ] as const)('leaves what was paid for when it shows five: %s', (_, over) => {
    const five = { quantity: 5, recurring_pre_tax_amount: 14_500, ...over } as const;
    const rebuilt = seen({ ...seats, ...five }, [declined, listed()], { purchases });
    expect(covered(rebuilt.invoices)[0]).toMatch(/^pdt_pro×1 01-10/);
  });
});

test('a new period of the same plan that was declined does not move the period that was paid', () => {
  const paid = seen({}, [listed()]);
  const again = '2026-01-10T16:00:00.000Z';
  const declined = listed({ payment_id: 'pay_2', created_at: again, status: 'failed' });
  const dates = { previous_billing_date: again, next_billing_date: '2026-02-10T16:00:00.000Z' };
  const owing = seen({ ...dates, status: 'on_hold' }, [declined, listed()], { known: kept(paid) });
  expect(kept(owing)).toEqual([]);
});

test('a renewal counts alone, whatever becomes of the month before', () => {
  const renewal = listed({ payment_id: 'pay_2', created_at: FEB, total_amount: 900 });
  const dates = month({ previous_billing_date: FEB, next_billing_date: MAR });
  const renewed = seen(dates, [renewal, first], {
    known: kept(starter),
    purchases: asked('pay_2', 'pdt_starter', false, 900n),
  });
  expect(covered(ledger(starter, renewed), ['pay_1'])).toEqual(['pdt_starter×1 02-10 – 03-10']);
});

test('a renewal on an earlier day is a month from there and no plan change', () => {
  const early = listed({ payment_id: 'pay_2', created_at: MID, total_amount: 900 });
  const renewed = seen(month(upgraded), [early, first], {
    known: kept(starter),
    purchases: asked('pay_2', 'pdt_starter', false, 900n),
  });
  expect(covered(ledger(starter, renewed), ['pay_1'])).toEqual(['pdt_starter×1 01-25 – 02-25']);
});

test('what a payment bought does not change with the subscription', () => {
  const free = seen({ quantity: 5 }, [first], { known: kept(starter) });
  expect(free.invoices).toEqual([]);
});

describe('time without payment', () => {
  test('a first month for free is paid for, at 0', () => {
    const free = seen({ recurring_pre_tax_amount: 0 }, [listed({ total_amount: 0 })]);
    expect(free.invoices).toMatchObject([{ externalId: 'pay_1', status: 'paid', total: 0n }]);
    expect(covered(free.invoices)).toEqual(['pdt_pro×1 01-10 – 02-10']);
  });

  test('a renewal for free as well, and it is the same on the next fetch', () => {
    const dates = month({ previous_billing_date: FEB, next_billing_date: MAR });
    const nothing = listed({ payment_id: 'pay_2', created_at: FEB, total_amount: 0 });
    const renewed = seen(dates, [nothing, first], { known: kept(starter) });
    expect(covered(ledger(starter, renewed))).toEqual(['pdt_starter×1 01-10 – 02-10', 'pdt_starter×1 02-10 – 03-10']);
    expect(seen(dates, [nothing, first], { known: [...kept(starter), ...kept(renewed)] }).invoices).toEqual([]);
  });

  test('a page for another card in the middle of a month sells nothing', () => {
    const card = listed({ payment_id: 'pay_2', created_at: MID, total_amount: 0 });
    expect(seen(month(), [card, first], { known: kept(starter) }).invoices).toEqual([]);
  });

  test('a downgrade is based on what was paid before, and its credit on the same money', () => {
    const year = { previous_billing_date: JAN, next_billing_date: '2027-01-10T10:00:00.123456Z' } as const;
    const yearly = {
      ...year,
      product_id: 'pdt_year',
      recurring_pre_tax_amount: 9000,
      payment_frequency_interval: 'Year',
    };
    const before = seen({ ...yearly, payment_frequency_interval: 'Year' }, [listed({ total_amount: 9000 })]);
    const monthly = month(upgraded);
    const after = seen(monthly, [listed({ total_amount: 9000 })], { known: kept(before) });
    const invoices = ledger(before, after);
    expect(covered(invoices)).toEqual(['pdt_year×1 01-10 – 01-25', 'pdt_starter×1 01-25 – 02-25']);
    expect(covered(invoices, ['pay_1'])).toEqual([]);
    const renewed = seen(
      month({ previous_billing_date: '2026-02-25T22:00:00Z', next_billing_date: '2026-03-25T22:00:00Z' }),
      [listed({ total_amount: 9000 })],
      { known: [...kept(before), ...kept(after)] },
    );
    expect(renewed.invoices).toMatchObject([{ total: 0n, balanceUsed: 900n }]);
    expect(covered([...invoices, ...renewed.invoices], ['pay_1'])).toEqual([]);
  });

  test('even if the change came a minute after the previous one', () => {
    const minute = '2026-01-25T22:01:00.123456Z';
    const five = seen({ quantity: 5, recurring_pre_tax_amount: 14_500, ...upgraded }, [upgrade], {
      purchases: asked('pay_2', 'pdt_pro', true, 14_500n),
    });
    const one = seen({ ...upgraded, previous_billing_date: minute }, [upgrade], { known: kept(five) });
    expect(covered(ledger(five, one), ['pay_2'])).toEqual([]);
    expect(covered(ledger(five, one)).at(-1)).toBe('pdt_pro×1 01-25 – 02-25');
  });

  test('a next charge moved to a later day is granted time, not paid time', () => {
    const later = '2026-03-03T10:00:00.123456Z';
    for (const known of [[], kept(starter)]) {
      const moved = seen(month({ next_billing_date: later }), [first], { known });
      expect(moved.givenUntil).toEqual(new Date(later));
      expect(covered(ledger(starter, moved))).toEqual(['pdt_starter×1 01-10 – 02-10']);
    }
  });

  test('a free month whose next charge was moved is free to its end, and granted from there', () => {
    const later = '2026-03-03T10:00:00.123456Z';
    const free = seen({ recurring_pre_tax_amount: 0, next_billing_date: later }, []);
    expect(free.givenUntil).toEqual(new Date(later));
    expect(covered(free.invoices)).toEqual(['pdt_pro×1 01-10 – 02-10']);
  });

  test('the time that a pause saved is paid time, and closes with its payment', () => {
    const back = month({ next_billing_date: '2026-02-15T10:00:00.123456Z', expires_at: '2036-01-15T10:00:00.123456Z' });
    for (const known of [[], kept(starter)]) {
      const resumed = seen(back, [first], { known });
      expect(resumed.givenUntil).toBeNull();
      expect(covered(ledger(starter, resumed))).toEqual(['pdt_starter×1 01-10 – 02-15']);
      expect(covered(ledger(starter, resumed), ['pay_1'])).toEqual([]);
    }
  });
});
