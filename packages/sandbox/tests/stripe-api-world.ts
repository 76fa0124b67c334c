import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { stripeWebhookSecret } from '../src/config';
import { startSandbox } from '../src/engine/start';
import { createStripe, stripePages } from '../src/stripe/app';
import { freezeInMarch } from './march';

export interface Received {
  body: string;
  signature: string;
  headers: Record<string, string>;
}

export type StripeWorld = Awaited<ReturnType<typeof openStripeWorld>>;

const SECRET = 'sandbox';

/** A sandbox with only its Stripe part on a frozen clock, the unmodified SDK, and an app that receives its webhooks. */
export async function openStripeWorld() {
  const app = await receiver();
  const sandbox = await startSandbox({
    appUrl: app.url,
    secret: SECRET,
    providers: [(world) => [createStripe(world), stripePages(world)]],
  });
  await freezeInMarch(sandbox);
  const { hostname, port } = new URL(sandbox.url);
  const client = new Stripe('sk_test_sandbox_of_the_tests', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const webhookSecret = stripeWebhookSecret(SECRET);
  const idle = () => sandbox.world.deliveries.idle();
  return {
    url: sandbox.url,
    appUrl: app.url,
    world: sandbox.world,
    client,
    webhookSecret,
    received: app.received,
    answerWith: app.answerWith,
    idle,
    now: () => sandbox.world.clocks.now(),
    /** A request like curl's. */
    async raw(method: string, path: string, form?: string, headers: Record<string, string> = {}) {
      const answer = await fetch(sandbox.url + path, {
        method,
        headers: {
          authorization: 'Bearer sk_test_sandbox_of_the_tests',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        ...(form === undefined ? {} : { body: form }),
      });
      return { status: answer.status, headers: answer.headers, json: JSON.parse(await answer.text()) };
    },
    async control(path: string, body: object = {}) {
      const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, json: await answer.json() };
    },
    /** Empties it, and begins on the same day again. */
    reset() {
      sandbox.world.reset();
      return freezeInMarch(sandbox);
    },
    /** Advances the clock and waits for the webhooks. */
    async advance(seconds: number) {
      const { clocks } = sandbox.world;
      await clocks.advance(clocks.now() + seconds);
      await idle();
    },
    /** The events whose webhooks arrived since the last call, in order of arrival, each with a valid signature. */
    async events(): Promise<Stripe.Event[]> {
      await idle();
      return app.received
        .splice(0)
        .map(({ body, signature }) => client.webhooks.constructEvent(body, signature, webhookSecret));
    },
    async types(): Promise<string[]> {
      return (await this.events()).map((event) => event.type);
    },
    /** Lets the effects of earlier tests finish, and discards their webhooks. */
    async quiet() {
      await this.advance(3 * 86_400);
      app.received.splice(0);
    },
    async close() {
      await sandbox.close();
      await app.close();
    },
  };
}

/** An HTTP server that receives webhooks and clock updates, and responds with 200 unless configured otherwise. */
async function receiver() {
  const received: Received[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url === '/api/webhooks/stripe') {
        const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
        received.push({ body, signature: headers['stripe-signature'] ?? '', headers });
        response.statusCode = status;
      }
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith(code: number) {
      status = code;
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The error the SDK throws for a rejected call. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was not refused.');
}
