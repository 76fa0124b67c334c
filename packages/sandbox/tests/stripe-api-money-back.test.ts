import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());
beforeEach(() => stripe.quiet());

const pay = (payment_method = 'pm_card_visa', amount = 2000) =>
  stripe.client.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method,
    confirm: true,
    expand: ['latest_charge'],
  });

/** The whole balance, available or pending. */
const balance = async () => {
  const { available, pending } = await stripe.client.balance.retrieve();
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
};

const chargeOf = async (intent: { id: string }) =>
  (await stripe.client.charges.list({ payment_intent: intent.id, expand: ['data.refunds'] })).data[0];

describe('refunds', () => {
  test('a full refund returns everything; the charge is marked and the fee is kept', async () => {
    const before = await balance();
    const intent = await pay();
    await stripe.types();
    const refund = await stripe.client.refunds.create({ payment_intent: intent.id, reason: 'requested_by_customer' });
    expect(refund).toMatchObject({ amount: 2000, status: 'succeeded', reason: 'requested_by_customer' });
    expect(await stripe.types()).toEqual(['charge.updated', 'refund.created', 'charge.refunded']);
    expect(await chargeOf(intent)).toMatchObject({
      amount_refunded: 2000,
      refunded: true,
      refunds: { data: [{ id: refund.id }], total_count: 1 },
    });
    const list = await stripe.raw('GET', `/v1/charges/${(await chargeOf(intent))?.id}/refunds`);
    expect(list.json.data).toMatchObject([{ id: refund.id }]);
    expect((await balance()) - before).toBe(-88);
    expect((await stripe.client.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
  });

  test('several partial refunds are possible, but never more than was paid', async () => {
    const intent = await pay();
    await stripe.client.refunds.create({ payment_intent: intent.id, amount: 500 });
    const part = await chargeOf(intent);
    expect(part).toMatchObject({ amount_refunded: 500, refunded: false });
    const more = await refusal(stripe.client.refunds.create({ payment_intent: intent.id, amount: 1501 }));
    expect(more).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(more.message).toBe('Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)');
    await stripe.client.refunds.create({ charge: part?.id ?? '' });
    const again = await refusal(stripe.client.refunds.create({ payment_intent: intent.id }));
    expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
    expect((await stripe.client.refunds.list({ payment_intent: intent.id })).data.map(({ amount }) => amount)).toEqual([
      1500, 500,
    ]);
  });

  test('the bank’s reference is added hours later', async () => {
    const intent = await pay();
    const refund = await stripe.client.refunds.create({ payment_intent: intent.id });
    expect(refund.destination_details?.card?.reference).toBeUndefined();
    await stripe.types();
    await stripe.advance(7 * 3600);
    expect(await stripe.types()).toEqual(['refund.updated', 'charge.refund.updated']);
    expect((await stripe.client.refunds.retrieve(refund.id)).destination_details?.card?.reference_status).toBe(
      'available',
    );
  });

  test('with 5126 a refund succeeds and fails later: the amount returns to the balance and can be refunded again', async () => {
    const before = await balance();
    const intent = await pay('pm_card_refundFail');
    const refund = await stripe.client.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe('succeeded');
    await stripe.types();
    await stripe.advance(60);
    expect(await stripe.types()).toEqual([
      'refund.updated',
      'charge.refund.updated',
      'charge.updated',
      'refund.failed',
    ]);
    expect(await stripe.client.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] })).toMatchObject({
      status: 'failed',
      failure_reason: 'lost_or_stolen_card',
      failure_balance_transaction: { type: 'refund_failure', amount: 2000 },
    });
    expect(await chargeOf(intent)).toMatchObject({ refunded: false, amount_refunded: 0 });
    expect((await balance()) - before).toBe(2000 - 88);
  });

  test('with 7726 a refund is pending first', async () => {
    const intent = await pay('pm_card_pendingRefund');
    const refund = await stripe.client.refunds.create({ payment_intent: intent.id });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    await stripe.advance(60);
    const done = await stripe.client.refunds.retrieve(refund.id);
    expect(done.status).toBe('succeeded');
    expect(done).not.toHaveProperty('pending_reason');
  });

  test('a failed or uncaptured charge can’t be refunded', async () => {
    const failed = await refusal(pay('pm_card_chargeDeclined'));
    expect((await refusal(stripe.client.refunds.create({ charge: failed.charge ?? '' }))).message).toMatch(
      /has failed/,
    );
    const held = await stripe.client.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      capture_method: 'manual',
    });
    expect((await refusal(stripe.client.refunds.create({ payment_intent: held.id }))).statusCode).toBe(400);
    expect((await refusal(stripe.client.refunds.create({}))).code).toBe('parameter_missing');
  });
});

describe('disputes', () => {
  const disputed = async (method = 'pm_card_createDispute') => {
    const intent = await pay(method);
    const [dispute] = (await stripe.client.disputes.list({ payment_intent: intent.id })).data;
    if (!dispute) throw new Error('There is no dispute.');
    return { intent, dispute };
  };

  test('0259 is disputed as fraud: money and fee are withdrawn, the charge is marked, refunds are rejected', async () => {
    const before = await balance();
    const { intent, dispute } = await disputed();
    expect(dispute).toMatchObject({
      status: 'needs_response',
      reason: 'fraudulent',
      amount: 2000,
      is_charge_refundable: false,
    });
    const types = await stripe.types();
    expect(types).toContain('charge.dispute.created');
    expect(types.indexOf('charge.dispute.created')).toBeLessThan(types.indexOf('charge.dispute.funds_withdrawn'));
    expect((await chargeOf(intent))?.disputed).toBe(true);
    expect((await balance()) - before).toBe(2000 - 88 - 2000 - 1500);
    const error = await refusal(stripe.client.refunds.create({ payment_intent: intent.id }));
    expect(error.code).toBe('charge_disputed');
  });

  test('winning evidence reinstates everything', async () => {
    const { intent, dispute } = await disputed();
    const before = await balance();
    await stripe.types();
    const reviewed = await stripe.client.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(reviewed).toMatchObject({
      status: 'under_review',
      evidence: { uncategorized_text: 'winning_evidence' },
      evidence_details: { has_evidence: true, submission_count: 1 },
    });
    await stripe.advance(2);
    expect(await stripe.types()).toEqual([
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
    expect((await stripe.client.disputes.retrieve(dispute.id)).status).toBe('won');
    expect((await balance()) - before).toBe(2000 + 1500);
    expect((await stripe.client.refunds.create({ payment_intent: intent.id, amount: 100 })).status).toBe('succeeded');
    expect((await refusal(stripe.client.disputes.close(dispute.id))).statusCode).toBe(400);
  });

  test('losing evidence, no response in time, and closing it all lose', async () => {
    const losing = await disputed();
    await stripe.client.disputes.update(losing.dispute.id, { evidence: { uncategorized_text: 'losing_evidence' } });
    await stripe.advance(2);
    expect((await stripe.client.disputes.retrieve(losing.dispute.id)).status).toBe('lost');
    const closed = await disputed();
    expect((await stripe.client.disputes.close(closed.dispute.id)).status).toBe('lost');
    const silent = await disputed();
    await stripe.advance(22 * 86_400);
    expect((await stripe.client.disputes.retrieve(silent.dispute.id)).status).toBe('lost');
  });

  test('evidence can be staged; metadata is not evidence', async () => {
    const { dispute } = await disputed();
    const noted = await stripe.client.disputes.update(dispute.id, { metadata: { ticket: '7' } });
    expect(noted).toMatchObject({
      status: 'needs_response',
      metadata: { ticket: '7' },
      evidence_details: { has_evidence: false },
    });
    const staged = await stripe.client.disputes.update(dispute.id, {
      evidence: { customer_name: 'Ada' },
      submit: false,
    });
    expect(staged).toMatchObject({
      status: 'needs_response',
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    const sent = await stripe.client.disputes.update(dispute.id, { submit: true });
    expect(sent).toMatchObject({ status: 'under_review', evidence: { customer_name: 'Ada' } });
  });

  test('an inquiry withdraws no money, allows a refund, and can be escalated', async () => {
    const before = await balance();
    const { intent, dispute } = await disputed('pm_card_createDisputeInquiry');
    expect(dispute).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      balance_transactions: [],
    });
    expect((await balance()) - before).toBe(2000 - 88);
    expect((await stripe.client.refunds.create({ payment_intent: intent.id, amount: 100 })).status).toBe('succeeded');
    await stripe.client.disputes.update(dispute.id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    expect((await stripe.client.disputes.retrieve(dispute.id)).status).toBe('warning_under_review');
    await stripe.advance(2);
    expect(await stripe.client.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'needs_response',
      payment_method_details: { card: { case_type: 'chargeback' } },
    });
  });

  test('an inquiry that is won, closed, or expired only closes: no money moves', async () => {
    const before = await balance();
    const answered = await disputed('pm_card_createDisputeInquiry');
    await stripe.client.disputes.update(answered.dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
    await stripe.advance(2);
    const given = await disputed('pm_card_createDisputeInquiry');
    await stripe.client.disputes.close(given.dispute.id);
    const forgotten = await disputed('pm_card_createDisputeInquiry');
    await stripe.advance(22 * 86_400);
    for (const { dispute } of [answered, given, forgotten]) {
      expect((await stripe.client.disputes.retrieve(dispute.id)).status).toBe('warning_closed');
    }
    expect((await balance()) - before).toBe(3 * (2000 - 88));
  });

  test('any payment can be disputed and decided on the control page', async () => {
    const intent = await pay();
    const { json } = await stripe.control(`stripe/payments/${intent.id}/dispute`, {
      reason: 'product_not_received',
      amount: 700,
    });
    expect(json).toMatchObject({ reason: 'product_not_received', amount: 700, status: 'needs_response' });
    expect((await stripe.control(`stripe/disputes/${json.id}/resolve`, { outcome: 'won' })).json.status).toBe('won');
    expect((await stripe.control(`stripe/disputes/${json.id}/resolve`, { outcome: 'lost' })).status).toBe(400);
    expect((await stripe.control('stripe/payments/pi_nobody/dispute')).status).toBe(404);
  });
});

test('the balance is always the sum of its transactions', async () => {
  const all = await stripe.client.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
  expect(all.reduce((sum, { net }) => sum + net, 0)).toBe(await balance());
  for (const { amount, fee, net } of all) expect(net).toBe(amount - fee);
});
