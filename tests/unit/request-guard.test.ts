import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { guardRequests } from '@/lib/http/request-guard';
import { requestNotes } from '@/lib/http/request-notes';
import { isProperTarget } from '@/lib/http/request-target';
import { SECURITY_HEADERS } from '@/lib/http/security-headers';

const own = new Set<Server>();
let server: Server;
let port: number;
let seen: string[];
let answer: (response: ServerResponse) => void;

/** Replaces Next.js: it sits behind the guard as Next.js does. */
beforeAll(async () => {
  // Other files of the worker have servers, too.
  guardRequests((guarded) => own.has(guarded));
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(response);
  });
  own.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo); // a server that listens on TCP has one
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = [];
  answer = (response) => response.end();
});

/** Sends a request that no library would, and returns the first lines of the answer. */
function send(line: string, headers = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
    });
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

const fails = (note: () => void) => (response: ServerResponse) => {
  note();
  response.statusCode = 500;
  response.end();
};

describe('malformed requests are routed to our own refusal', () => {
  test.each([
    'GET /account/refund/%',
    'GET /account/refund/%ff',
    'GET /api/cron/%E0%A4%A',
    'GET /dev/mails/%00',
    'OPTIONS *',
    'GET http://evil.example/',
    'TRACE /',
    `GET /?${'a=1&'.repeat(3_500)}`,
    `GET /pricing?${'a'.repeat(5_000)}`,
  ])('%s', async (line) => {
    await send(line);
    expect(seen).toEqual(['GET /api/bad-request']);
  });

  test.each([
    '/',
    '/account/refund/5d1c?a=%',
    '/pricing?plan=pro&interval=year',
    `/api/auth/callback/google?code=${'4%2F'.repeat(300)}`,
    '/%E2%80%AE',
    '/__proto__',
  ])('but not %s', (target) => {
    expect(isProperTarget(target)).toBe(true);
  });
});

describe('a response', () => {
  test('has the security headers, whatever creates it, once', async () => {
    const headers = (await send('GET /')).toLowerCase();
    for (const name of [...Object.keys(SECURITY_HEADERS), 'content-security-policy'])
      expect(headers.split(`\r\n${name.toLowerCase()}:`), name).toHaveLength(2);
  });

  test('to headers of any length is a refusal with the same headers', async () => {
    await send('GET /');
    const said = await send('GET /', `Cookie: ${'a'.repeat(20_000)}\r\n`);
    expect(said).toContain('HTTP/1.1 431');
    expect(said).toContain('Content-Security-Policy: default-src');
  });

  test('of 500 stays what it is when our code failed', async () => {
    answer = fails(() => {});
    expect(await send('GET /dashboard')).toContain('HTTP/1.1 500');
    answer = fails(() => {
      requestNotes().failure = 500;
    });
    expect(await send('POST /dashboard', 'Content-Length: 0\r\n')).toContain('HTTP/1.1 500');
  });

  test('of 500 is a 400 when the request was unreadable', async () => {
    answer = fails(() => {});
    expect(await send('POST /dashboard', 'Content-Length: 0\r\n')).toContain('HTTP/1.1 400');
    expect(await send('GET /dashboard', 'Next-Router-State-Tree: %\r\n')).toContain('HTTP/1.1 400');
  });

  test('of 500 is a 503 with a time to retry when the database was unavailable', async () => {
    answer = fails(() => {
      requestNotes().failure = 503;
    });
    const said = await send('GET /dashboard');
    expect(said).toContain('HTTP/1.1 503');
    expect(said).toMatch(/retry-after: \d+/i);
  });
});

describe('a server that stops', () => {
  /** Stops a server in the middle of a response; resolves to the response once the server has stopped. */
  async function stopped(respond: (response: ServerResponse, stop: () => void) => void): Promise<string> {
    let stop: () => void = () => {};
    const stopping = createServer({ keepAliveTimeout: 600_000 }, (_, response) => respond(response, stop));
    own.add(stopping);
    const closed = new Promise<void>((resolve) => {
      stop = () => stopping.close(() => resolve());
    });
    await new Promise<void>((resolve) => stopping.listen(0, '127.0.0.1', resolve));
    const socket = connect((stopping.address() as AddressInfo).port, '127.0.0.1'); // as above
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all([closed, ended]);
    return text;
  }

  test('says so in its last responses, and waits for no idle connection', async () => {
    const said = await stopped((response, stop) => {
      stop();
      response.end('done');
    });
    expect(said).toContain('Connection: close');
    expect(said).toContain('done');
  });

  test('waits for no connection whose response had begun', async () => {
    const said = await stopped((response, stop) => {
      response.write('half, ');
      stop();
      response.end('done');
    });
    expect(said).toContain('half, ');
    expect(said).toContain('done');
  });
});
