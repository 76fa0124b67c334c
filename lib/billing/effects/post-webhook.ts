import { createHash } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { env } from '@/lib/env';
import type { Effect, EffectRun, Fact } from './effect';

/** Posts every fact to EFFECTS_WEBHOOK_URL, signed according to standardwebhooks.com. Off until that is set. */
export const postWebhook: Effect = {
  name: 'post-webhook',
  isOn: () => env().effectsWebhook !== null,
  on: {
    'subscription.started': post,
    'subscription.ended': post,
    'subscription.plan_changed': post,
    'payment.succeeded': post,
    'payment.failed': post,
    'payment.refunded': post,
    'dispute.opened': post,
    'credits.granted': post,
  },
};

/** Throws when the receiver doesn't respond with 2xx, so the fact is posted again. */
async function post(fact: Fact, { idempotencyKey, signal }: EffectRun): Promise<void> {
  const target = env().effectsWebhook;
  if (target === null) throw new Error('EFFECTS_WEBHOOK_URL is not set');
  const { type, mode, occurredAt, customer, data } = fact;
  const body = JSON.stringify({ type, timestamp: occurredAt, data: { ...data, mode, customer } }, jsonNumbers);
  // IDs can't contain dots in this standard: dots separate the parts of the signed content.
  const id = `evt_${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}`;
  const at = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(target.secret).sign(id, at, body),
  };
  const answer = await fetch(target.url, { method: 'POST', headers, body, signal, redirect: 'error' });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${new URL(target.url).host} answered ${answer.status}`);
}

/** Amounts in minor units fit in a double. */
function jsonNumbers(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
