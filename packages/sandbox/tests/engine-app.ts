import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the test app received. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The app that the sandbox talks to: receives webhooks and clock updates, with responses that a test can choose. */
export async function startApp() {
  const received: Received[] = [];
  const answers: number[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const isWebhook = request.url?.startsWith('/api/webhooks') === true;
      response.writeHead(isWebhook ? (answers.shift() ?? 200) : 200).end('{"received":true}');
      for (const waiter of waiting.splice(0)) {
        if (received.length >= waiter.count) waiter.done();
        else waiting.push(waiter);
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    /** Status codes of the next webhooks; afterwards 200. */
    answers,
    webhooks: () => received.filter(({ path }) => path.startsWith('/api/webhooks')),
    /** Texts of the letters in the webhooks. */
    texts: () =>
      received
        .filter(({ path }) => path.startsWith('/api/webhooks'))
        .map(({ body }) => String(JSON.parse(body).letter.text)),
    /** Resolves when that many requests have arrived in total. */
    until: (count: number) =>
      new Promise<void>((done) => (received.length >= count ? done() : waiting.push({ count, done }))),
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
