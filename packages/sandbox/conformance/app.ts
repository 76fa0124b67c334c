import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

/** A server that verifies webhook signatures with the SDK and records the events. */
export async function startApp(secret: () => string) {
  const received: { path: string; type: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const header = request.headers['stripe-signature'];
      if (typeof header === 'string') {
        try {
          const event = Stripe.webhooks.constructEvent(body, header, secret());
          received.push({ path: request.url ?? '', type: event.type });
        } catch {
          response.statusCode = 400;
        }
      }
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
