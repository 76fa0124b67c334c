import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingEndpoint {
  url: string;
  /** Number of webhooks received since the last call. */
  takeCount(): number;
  close(): Promise<void>;
}

/** A server that answers every request with 200 and counts Stripe webhooks. */
export async function startEndpoint(): Promise<CountingEndpoint> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/api/webhooks/stripe') count += 1;
      response.end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A server that listens on TCP always has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takeCount() {
      const taken = count;
      count = 0;
      return taken;
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
