import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Payments } from '@/components/admin/customer/payments';
import type { CustomerPayment } from '@/lib/operators/customer';

const AT = new Date('2026-03-10T12:00:00Z');
const own = { provider: 'stripe', mode: 'test', currency: 'USD', ticket: 1n, createdAt: AT, paymentId: 'p1' } as const;

const payment: CustomerPayment = {
  ...{ id: 'p1', userId: 'u1', provider: 'stripe', mode: 'test', externalId: 'pi_1', ticket: 1n },
  ...{ status: 'succeeded', amount: 900n, tax: 0n, credited: 0n, currency: 'USD', sku: 'starter_month', quantity: 1 },
  ...{ description: null, subscriptionId: null, checkoutId: null, invoiceExternalId: null, failureCode: null },
  ...{ failureMessage: null, cardBrand: null, cardLast4: null, createdAt: AT, paidAt: AT, hostedUrl: null },
  ...{ refunds: [], disputes: [], subscription: null },
} as unknown as CustomerPayment; // columns that the table doesn't show are left out

function refund(status: 'pending' | 'succeeded' | 'failed', amount: bigint): CustomerPayment['refunds'][number] {
  return { ...own, id: `${status} ${amount}`, externalId: `re_${status}`, status, amount, reason: null };
}

function dispute(
  status: CustomerPayment['disputes'][number]['status'],
  evidenceDueAt: Date | null,
): CustomerPayment['disputes'][number] {
  const at = { ...own, id: 'd1', externalId: 'dp_1', providerStatus: status, amount: 900n, reason: 'fraudulent' };
  return { ...at, status, evidenceDueAt };
}

const shown = (more: Partial<CustomerPayment>) =>
  renderToStaticMarkup(createElement(Payments, { payments: [{ ...payment, ...more }] }));

describe('the payments on a customer’s page', () => {
  test.each([
    ['nothing went back', [], '–'],
    ['all is back', [refund('succeeded', 900n)], '$9.00'],
    [
      'a part is back, another on its way',
      [refund('succeeded', 400n), refund('pending', 100n)],
      '$4.00, $1.00 pending',
    ],
    ['it came back to us', [refund('failed', 900n)], '$9.00 failed'],
  ] as const)('show what was refunded and how far it is: %s', (_, refunds, text) => {
    expect(shown({ refunds: [...refunds] })).toContain(`>${text}<`);
  });

  test('name the subscription, and lead to the payment in the provider’s dashboard', () => {
    const html = shown({ subscription: { externalId: 'sub_1' } });
    expect(html).toContain('sub_1');
    expect(html).toContain('href="https://dashboard.stripe.com/test/payments/pi_1"');
    expect(shown({ mode: 'sandbox' })).not.toContain('dashboard.stripe.com');
  });

  test('offer a refund, another one after it failed, and none while the bank has the money', () => {
    expect(shown({})).toContain('>Refund<');
    expect(shown({ refunds: [refund('failed', 900n)] })).toContain('>Refund again<');
    const disputed = shown({ disputes: [dispute('open', null)] });
    expect(disputed).toContain('Once the dispute is won');
    expect(disputed).not.toContain('/refund/');
    expect(shown({ disputes: [dispute('won', null)] })).toContain('>Refund<');
    expect(shown({ disputes: [dispute('inquiry', null)] })).toContain('>Refund<');
    expect(shown({ disputes: [dispute('lost', null)] })).not.toContain('/refund/');
  });

  test('show what credit notes returned next to refunds', () => {
    expect(shown({ credited: 200n, refunds: [refund('failed', 300n)] })).toContain('>$2.00 credited, $3.00 failed<');
  });

  test.each(['open', 'inquiry'] as const)(
    'show until when a dispute that is %s takes evidence, and where',
    (status) => {
      const html = shown({ disputes: [dispute(status, new Date('2026-03-20T23:59:59Z'))] });
      expect(html).toContain(
        status === 'open' ? 'Disputed, evidence due 2026-03-20' : 'Inquiry, evidence due 2026-03-20',
      );
      expect(html).toContain('href="https://dashboard.stripe.com/test/disputes/dp_1"');
    },
  );

  test('link a dispute whose provider names no deadline', () => {
    const html = shown({ provider: 'dodo', disputes: [{ ...dispute('open', null), provider: 'dodo' }] });
    expect(html).toContain('href="https://app.dodopayments.com/"');
    expect(html).not.toContain('evidence due');
  });

  test('say of an inquiry that is answered or closed that no evidence is due', () => {
    const html = shown({ disputes: [dispute('inquiry', null)] });
    expect(html).toContain('Inquiry, no evidence due');
    expect(html).not.toContain('disputes/dp_1');
  });

  test.each(['won', 'lost'] as const)('say that a dispute was %s, with nothing to submit', (status) => {
    const html = shown({ disputes: [dispute(status, null)] });
    expect(html).toContain(`dispute ${status}`);
    expect(html).not.toContain('disputes/dp_1');
  });
});
