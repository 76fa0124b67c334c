import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import DodoPayments from 'dodopayments';
import { dodoWebhookKey } from '../src/config';
import { createDodo, dodoPages } from '../src/dodo/app';
import { startSandbox } from '../src/engine/start';
import { freezeInMarch } from './march';

export interface Delivered {
  body: string;
  headers: Record<string, string>;
  type: string;
  data: Record<string, unknown> & { payload_type: string };
}

export type DodoWorld = Awaited<ReturnType<typeof openDodoWorld>>;

/** A sandbox with only its Dodo part on a frozen clock, the unmodified SDK, and an app that receives its webhooks. */
export async function openDodoWorld(options: { dataDir?: string } = {}) {
  const app = await receiver();
  const sandbox = await startSandbox({
    appUrl: app.url,
    ...options,
    providers: [(world) => [createDodo(world), dodoPages(world)]],
  });
  await freezeInMarch(sandbox);
  const webhookKey = dodoWebhookKey('sandbox');
  const client = new DodoPayments({
    bearerToken: 'dodo_test_key',
    webhookKey,
    baseURL: `${sandbox.url}/dodo`,
    maxRetries: 0,
  });
  const control = async <T = Record<string, unknown>>(path: string, body: unknown = {}): Promise<T> => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
    return json;
  };
  return {
    url: sandbox.url,
    world: sandbox.world,
    client,
    webhookKey,
    delivered: app.delivered,
    control,
    /** Pays an open checkout like its page. */
    pay: (sessionId: string, card = '4242424242424242', more: object = {}) =>
      control<{
        outcome: string;
        error_code: string | null;
        payment_id: string;
        subscription_ids: string[];
        redirect_url: string | null;
      }>(`dodo/checkout/${sessionId}/pay`, { card, ...more }),
    switches: (values: object) => control('dodo/switches', values),
    /** Empties it, and begins on the same day again. */
    reset() {
      sandbox.world.reset();
      return freezeInMarch(sandbox);
    },
    /** Advances the clock and waits for the webhooks. */
    async advance(days: number, seconds = 0) {
      const { clocks, deliveries } = sandbox.world;
      await clocks.advance(clocks.now() + days * 86_400 + seconds);
      await deliveries.idle();
    },
    /** Types of the webhooks since the last call, sorted, because Dodo guarantees no order. */
    async types(): Promise<string[]> {
      await sandbox.world.deliveries.idle();
      return app.delivered
        .splice(0)
        .map((each) => each.type)
        .sort();
    },
    async close() {
      await sandbox.close();
      await app.close();
    },
  };
}

/** An HTTP server that receives webhooks and clock updates, and responds with 200. */
async function receiver() {
  const delivered: Delivered[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url === '/api/webhooks/dodo') {
        const { type, data } = JSON.parse(body) as Pick<Delivered, 'type' | 'data'>;
        delivered.push({ body, headers: plain(request.headers), type, data });
      }
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    delivered,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, String(value)]));
}

/** The products most tests need. */
export async function makeCatalog(client: DodoPayments, currency: DodoPayments.Currency = 'USD') {
  const recurring = {
    type: 'recurring_price' as const,
    currency,
    payment_frequency_count: 1,
    payment_frequency_interval: 'Month' as const,
    subscription_period_count: 10,
    subscription_period_interval: 'Year' as const,
  };
  const product = async (name: string, price: DodoPayments.Price) =>
    (await client.products.create({ name, price, tax_category: 'saas' })).product_id;
  return {
    starter: await product('Starter', { ...recurring, price: 900 }),
    pro: await product('Pro', { ...recurring, price: 2900 }),
    trial: await product('Pro with trial', { ...recurring, price: 2900, trial_period_days: 14 }),
    lifetime: await product('Lifetime', { type: 'one_time_price', currency, price: 29_900 }),
    credits: await product('Credits', { type: 'one_time_price', currency, price: 1000 }),
  };
}

/** A customer who has bought one unit of a product with this card. */
export async function buy(
  world: DodoWorld,
  productId: string,
  card = '4242424242424242',
  more: Partial<DodoPayments.CheckoutSessionCreateParams> = {},
) {
  const customer = await world.client.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' });
  const session = await world.client.checkoutSessions.create({
    product_cart: [{ product_id: productId, quantity: 1 }],
    customer: { customer_id: customer.customer_id },
    billing_address: { country: 'US' },
    return_url: 'http://127.0.0.1:3000/checkout/success?provider=dodo',
    ...more,
  });
  const paid = await world.pay(session.session_id, card);
  const [subscriptionId = ''] = paid.subscription_ids;
  return { customerId: customer.customer_id, sessionId: session.session_id, subscriptionId, ...paid };
}
