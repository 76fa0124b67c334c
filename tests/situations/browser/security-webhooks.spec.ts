import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '../../e2e/fixtures';
import { tableHashes, without } from '../../e2e/ledger';
import { ask } from '../../e2e/requests';
import { APP } from '../../e2e/urls';
import { novelty, PROVIDERS, signatureOf } from '../../e2e/webhooks';

/** The server's jobs take leases meanwhile; a rejected webhook is a security event, limited per client (lib/denials.ts). */
const MAY_CHANGE = ['JobLease', 'AuditLog', 'RateLimit'];
const MIB = 1024 * 1024;

for (const provider of PROVIDERS) {
  const path = `/api/webhooks/${provider}`;
  const post = (body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string>) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  test(`check 37: what ${provider} signs is accepted, once for each id, with a one-word response`, async () => {
    const body = novelty(provider);
    const headers = await signatureOf(provider, body);
    for (let times = 0; times < 2; times += 1) {
      const { status, text } = await post(body, headers);
      expect([status, text]).toEqual([200, 'ok']);
    }
  });

  test(`check 39: what ${provider} did not sign is rejected and leaves no row`, async () => {
    const body = novelty(provider);
    const good = await signatureOf(provider, body);
    const other = await signatureOf(provider, body, { secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` });
    const empty = await signatureOf(provider, body, { secret: '' });
    const before = await tableHashes(MAY_CHANGE);
    const [name = ''] = Object.keys(good).filter((header) => header.endsWith('signature'));
    const value = good[name] ?? '';
    const wrong = [
      {},
      ...Object.keys(good).map((missing) => ({ ...good, [missing]: '' })),
      ...['garbage', value.slice(0, -2), value.replace(/v1/g, 'v0'), value.replace(/v1/g, 'v1a')].map((signature) => ({
        ...good,
        [name]: signature,
      })),
      ...[other, empty],
    ];
    for (const headers of wrong) {
      const { status, text } = await post(body, headers);
      expect([status, text], JSON.stringify(headers)).toEqual([400, 'bad signature']);
    }
    expect(await tableHashes(MAY_CHANGE)).toEqual(before);
  });

  test(`check 40: a body of ${provider} that was modified is rejected, however it was modified`, async () => {
    const body = novelty(provider);
    const headers = await signatureOf(provider, body);
    const bytes = Buffer.from(body);
    const invalid = Buffer.concat([bytes.subarray(0, 20), Buffer.from([0xff, 0xfe]), bytes.subarray(20)]);
    const changed = {
      'one character': body.replace('money', 'monez'),
      'other spaces': JSON.stringify(JSON.parse(body), null, 1),
      'a line break': `${body}\r\n`,
      'a byte order mark': `\ufeff${body}`,
      'UTF-16': new Uint8Array(Buffer.from(body, 'utf16le')),
      'bytes that are not UTF-8': new Uint8Array(invalid),
      compression: new Uint8Array(gzipSync(body)),
      nothing: '',
    };
    const before = await tableHashes(MAY_CHANGE);
    for (const [what, sent] of Object.entries(changed)) expect((await post(sent, headers)).status, what).toBe(400);
    expect((await post(changed.compression, { ...headers, 'content-encoding': 'gzip' })).status).toBe(400);
    expect(await tableHashes(MAY_CHANGE)).toEqual(before);
  });

  test(`check 41: what ${provider} signed six minutes ago, or six minutes ahead, is rejected`, async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const at of [now - 360, now + 360]) {
      const body = novelty(provider);
      expect((await post(body, await signatureOf(provider, body, { at }))).status).toBe(400);
    }
  });

  test(`check 44: more than a mebibyte from ${provider} is rejected as soon as it exceeds the limit`, async () => {
    const tooLong = 'x'.repeat(MIB + 1);
    expect((await post(tooLong, {})).status).toBe(413);
    const event = novelty(provider);
    const exact = event + ' '.repeat(MIB - Buffer.byteLength(event));
    expect((await post(exact, await signatureOf(provider, exact))).status).toBe(200);
    let sent = 0;
    const endless = new ReadableStream({
      async pull(stream) {
        sent += MIB;
        stream.enqueue(new Uint8Array(MIB));
        if (sent >= 100 * MIB) stream.close();
        await pause(1);
      },
    });
    const answer = await post(endless, {}).catch(() => null);
    // Rejected with a response, or by closing the connection on a client that does not stop.
    expect(answer === null ? 413 : answer.status).toBe(413);
    expect((await ask('/api/health')).status).toBe(200);
  });

  test(`check 52: while our database cannot store what ${provider} sends, the response asks for a retry, which then succeeds`, async () => {
    const body = novelty(provider);
    const headers = await signatureOf(provider, body);
    const refused = await without('WebhookEvent', () => post(body, headers));
    expect([refused.status, refused.text]).toEqual([503, 'try again']);
    const taken = await post(body, headers);
    expect([taken.status, taken.text]).toEqual([200, 'ok']);
  });
}

test('check 44: a hundred clients that send a byte now and then hold no one else up', async () => {
  const { hostname, port } = new URL(APP);
  const slow = Array.from({ length: 100 }, () => connect(Number(port), hostname));
  for (const socket of slow) {
    socket.on('error', () => {});
    socket.write('POST /api/webhooks/stripe HTTP/1.1\r\nHost: app\r\nContent-Length: 1000\r\n\r\n');
  }
  for (let bytes = 0; bytes < 5; bytes += 1) {
    for (const socket of slow) socket.write('x');
    await pause(100);
    expect((await ask('/api/health')).status).toBe(200);
  }
  for (const socket of slow) socket.destroy();
});

test('check 56: no response to a webhook is longer than a word or two, whatever is wrong', async () => {
  for (const provider of PROVIDERS) {
    const path = `/api/webhooks/${provider}`;
    const body = novelty(provider);
    const answers = [
      await ask(path, { method: 'POST', headers: await signatureOf(provider, body), body }),
      await ask(path, { method: 'POST', body }),
      await ask(path, { method: 'POST', headers: await signatureOf(provider, '{'), body: '{' }),
      await ask(path, { method: 'POST', headers: await signatureOf(provider, '[]'), body: '[]' }),
      await ask(path, { method: 'POST', body: 'x'.repeat(MIB + 1) }),
      await ask(path),
    ];
    for (const { status, text } of answers) {
      expect(Buffer.byteLength(text), `${provider} ${status}`).toBeLessThanOrEqual(64);
      expect(text).not.toMatch(/teleported|Error|at /);
    }
  }
});
