import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sandbox, startSandbox } from '@tollgate/sandbox';
import { priceSpecs } from '@/lib/billing/catalog/push';
import { dodoDriver } from '@/lib/billing/providers/dodo/driver';
import type { ProviderDriver } from '@/lib/billing/providers/provider';
import type { CheckoutParams } from '@/lib/billing/providers/requests';
import type { Root, SubscriptionSnapshot } from '@/lib/billing/providers/snapshots';
import { stripeDriver } from '@/lib/billing/providers/stripe/driver';
import type { Provider } from '@/lib/billing/types';
import { sandboxKeys } from '@/lib/env/sandbox-keys';

export const GOOD_CARD = '4242424242424242';
export const DECLINED_CARD = '4000000000000002';
/** Can be saved and pays once with the customer there; every later charge fails. */
export const FAILS_LATER_CARD = '4000000000000341';
export const DISPUTED_CARD = '4000000000000259';

export const SECRET = 'a secret of both sides, for tests';
export const APP_ID = 'driver-test';

/** One sandbox and one driver that talk HTTP, without the app: webhooks go to a server that keeps them. */
export interface DriverWorld {
  readonly sandbox: Sandbox;
  readonly driver: ProviderDriver;
  /** Webhooks as they came, raw. */
  readonly delivered: { body: string; headers: Record<string, string> }[];
  control<T>(path: string, body?: unknown): Promise<T>;
  /** Pays at the hosted page, by the route that runs the same code; false when the card is declined. */
  pay(sessionId: string, card?: string): Promise<boolean>;
  advanceDays(days: number): Promise<void>;
  /** Runs something and says which requests the provider got meanwhile. */
  calls(run: () => Promise<unknown>): Promise<string[]>;
  /** The current time of the provider's clock. */
  now(): Promise<Date>;
  close(): Promise<void>;
}

export async function startDriverWorld(provider: Provider): Promise<DriverWorld> {
  const delivered: DriverWorld['delivered'] = [];
  const app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      if (request.url !== '/api/sandbox/clock') delivered.push({ body: Buffer.concat(chunks).toString(), headers });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const { port } = app.address() as AddressInfo; // a server that listens on TCP has one
  const sandbox = await startSandbox({ secret: SECRET, appUrl: `http://127.0.0.1:${port}` });

  async function control<T>(path: string, body?: unknown): Promise<T> {
    const json = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: json };
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T; // the control API's own shapes, said by the caller
  }
  const now = async () => new Date((await control<{ now: string }>('health')).now);

  return {
    sandbox,
    driver: driverOf(provider, sandbox, now),
    delivered,
    control,
    now,
    async pay(sessionId, card = GOOD_CARD) {
      const answer = await fetch(`${sandbox.url}/_sandbox/${provider}/checkout/${sessionId}/pay`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ card }),
      });
      if (!answer.ok && answer.status !== 402) throw new Error(`paying: ${answer.status} ${await answer.text()}`);
      const said = (await answer.json()) as { kind?: string; outcome?: string }; // Stripe's route says kind, Dodo's outcome
      return answer.ok && said.kind !== 'declined' && said.outcome !== 'declined';
    },
    async advanceDays(advanceDays) {
      await control('clock', { advanceDays });
    },
    async calls(run) {
      const { last } = await control<{ last: number }>('requests');
      await run();
      const { data } = await control<{ data: { method: string; path: string }[] }>(
        `requests?provider=${provider}&since=${last}`,
      );
      return data.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    },
    async close() {
      await sandbox.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

function driverOf(provider: Provider, { url }: Sandbox, now: () => Promise<Date>): ProviderDriver {
  const keys = sandboxKeys(SECRET);
  const common = { mode: 'sandbox', appId: APP_ID, timeout: 1_500 } as const;
  const { hostname, port } = new URL(url);
  return provider === 'stripe'
    ? stripeDriver({
        ...common,
        secretKey: keys.stripeKey,
        webhookSecrets: [keys.stripeWebhookSecret],
        host: hostname,
        port: Number(port),
        protocol: 'http',
      })
    : dodoDriver({
        ...common,
        apiKey: keys.dodoKey,
        webhookKeys: [keys.dodoWebhookKey],
        environment: null,
        baseUrl: `${url}/dodo`,
        now,
      });
}

/** Somebody new with a customer at the provider. */
export async function newBuyer(driver: ProviderDriver): Promise<{ userId: string; customerExternalId: string }> {
  const userId = randomUUID();
  const email = `${userId}@customer.test`;
  const { externalId } = await driver.createCustomer({ operationId: randomUUID(), userId, email, name: 'Ada' });
  return { userId, customerExternalId: externalId };
}

/** What a checkout for one SKU is made of. */
export async function paramsOf(
  driver: ProviderDriver,
  sku: string,
  over: Partial<CheckoutParams> = {},
): Promise<CheckoutParams> {
  const currency = over.currency ?? 'USD';
  const prices = await driver.pushCatalog(priceSpecs(driver.name));
  const price = prices.find((one) => one.active && one.sku === sku && one.currency === currency);
  if (price === undefined) throw new Error(`${sku} has no price in ${currency}`);
  return {
    ...(await newBuyer(driver)),
    checkoutId: randomUUID(),
    lane: sku === 'credits' || sku === 'lifetime' ? sku : 'subscription',
    sku,
    priceExternalId: price.externalId,
    quantity: 1,
    currency,
    trialDays: 0,
    successUrl: 'http://127.0.0.1:3999/checkout/success?checkout=1',
    cancelUrl: 'http://127.0.0.1:3999/checkout/canceled?checkout=1',
    amount: String(price.amount),
    ...over,
  };
}

/** Opens, pays and returns the root that the checkout led to. */
export async function buy(world: DriverWorld, params: CheckoutParams, card = GOOD_CARD): Promise<Root> {
  const { externalId } = await world.driver.createCheckout(params);
  if (!(await world.pay(externalId, card))) throw new Error('the card was declined');
  const seen = await world.driver.fetchCheckout(externalId, params.customerExternalId, params.checkoutId);
  const [root] = seen.roots;
  if (root === undefined) throw new Error(`the checkout led to nothing: ${JSON.stringify(seen)}`);
  return root;
}

export async function subscriptionAt(driver: ProviderDriver, root: Root): Promise<SubscriptionSnapshot> {
  const seen = await driver.fetch(root);
  if (seen.kind !== 'subscription') throw new Error(`${root.id} is ${seen.kind}`);
  return seen.subscription;
}
