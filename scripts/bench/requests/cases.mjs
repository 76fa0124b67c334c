import { createHmac, randomUUID } from 'node:crypto';

const NEW = true;
const note = 'x'.repeat(1500);

/**
 * What is compared: a request of the app and one of the floor's, and the ratio of their rates that is wanted. A function
 * makes each request.
 */
export function cases({ cookies, secrets, floorSecret }) {
  const page = (path) => (connection) => ({ path, headers: { cookie: cookies[connection] } });
  const floorEvent = (id) => floorWebhook(floorSecret, id);
  return [
    { what: 'landing', wanted: 0.9, ours: page('/'), floor: () => ({ path: '/' }) },
    { what: 'pricing', wanted: 0.85, ours: page('/pricing'), floor: () => ({ path: '/' }) },
    { what: 'dashboard', wanted: 0.7, ours: page('/dashboard'), floor: () => ({ path: '/one' }) },
    { what: 'premium', wanted: 0.7, ours: page('/premium'), floor: () => ({ path: '/one' }) },
    { what: 'account', wanted: 0.7, ours: page('/account'), floor: () => ({ path: '/one' }) },
    { what: '/api/me', wanted: 0.6, ours: page('/api/me'), floor: () => ({ path: '/api/one' }) },
    {
      ...{ what: '/api/premium/report', wanted: 0.6, ours: page('/api/premium/report') },
      floor: () => ({ path: '/api/one' }),
    },
    {
      ...{ what: 'webhook, new (Stripe)', wanted: 0.85, ours: () => stripeWebhook(secrets.stripe, NEW) },
      floor: () => floorEvent(randomUUID()),
    },
    {
      ...{ what: 'webhook, new (Dodo)', wanted: 0.85, ours: () => dodoWebhook(secrets.dodo, NEW) },
      floor: () => floorEvent(randomUUID()),
    },
    {
      ...{ what: 'webhook, known (Stripe)', wanted: 0.9, ours: (n) => stripeWebhook(secrets.stripe, `evt_known_${n}`) },
      floor: (n) => floorEvent(`known_${n}`),
    },
  ];
}

const json = { 'content-type': 'application/json' };

function stripeWebhook(secret, id) {
  const event = {
    ...{ id: id === NEW ? `evt_${randomUUID()}` : id, object: 'event', type: 'money.teleported', created: 1 },
    ...{ livemode: false, data: { object: { note } } },
  };
  const body = JSON.stringify(event);
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  return {
    path: '/api/webhooks/stripe',
    method: 'POST',
    body,
    headers: { ...json, 'stripe-signature': `t=${at},v1=${mac}` },
  };
}

function dodoWebhook(secret) {
  const body = JSON.stringify({ type: 'money.teleported', timestamp: '2026-03-10T10:00:00Z', data: { note } });
  const [id, at] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000)];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const headers = { ...json, 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
  return { path: '/api/webhooks/dodo', method: 'POST', body, headers };
}

function floorWebhook(secret, id) {
  const body = JSON.stringify({ id, note });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { path: '/api/insert', method: 'POST', body, headers: { ...json, 'x-signature': signature } };
}
