import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerWebhook } from '@/lib/billing/webhooks/route';
import { db } from '@/lib/db';
import { startTracing } from '@/lib/tracing/otlp';
import { buy, newCustomer } from '../fixtures/customer';
import { sourcesIn } from '../fixtures/sources';
import { startWorld, type TestWorld } from '../fixtures/world';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** What an OTLP receiver reads from a JSON request (opentelemetry.io/docs/specs/otlp). */
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

let world: TestWorld;
let receiver: Server;
const spans: Span[] = [];
const paths = new Set<string | undefined>();

beforeAll(async () => {
  world = await startWorld();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      paths.add(request.url);
      const sent = JSON.parse(Buffer.concat(parts).toString()) as Export; // OTLP's own shape
      for (const { scopeSpans } of sent.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const named = (name: string) => spans.filter((span) => span.name === name);
const parentOf = ({ parentSpanId }: Span) => spans.find(({ spanId }) => spanId === parentSpanId);

test('one trace leads from a webhook to the ledger, without personal data', async () => {
  const { port } = receiver.address() as AddressInfo; // a server that listens on TCP has one
  const tracing = startTracing(`http://127.0.0.1:${port}/`, 'tollgate');
  const user = await newCustomer();
  world.kept = [];
  await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
  const webhooks = world.kept;
  world.kept = null;
  for (const { provider, body, headers } of webhooks) {
    const request = new Request('http://app.test/api/webhooks', { method: 'POST', body, headers });
    expect((await answerWebhook(provider, request)).status).toBe(200);
  }
  await expect.poll(() => db().subscription.count({ where: { workspaceId: user.id } }), { timeout: 60_000 }).toBe(1);
  await world.quiet();
  await tracing.stop();

  expect([...paths]).toEqual(['/v1/traces']);
  const whole = named('sync.apply')
    .map((apply) => ({ apply, sync: parentOf(apply) }))
    .map(({ apply, sync }) => ({ apply, sync, process: sync && parentOf(sync) }))
    .map((chain) => ({ ...chain, receive: chain.process && parentOf(chain.process) }))
    .find(({ receive }) => receive?.name === 'webhook.receive');
  expect(whole).toMatchObject({ sync: { name: 'sync' }, process: { name: 'webhook.process' } });
  const trace = spans.filter(({ traceId }) => traceId === whole?.receive?.traceId).map(({ name }) => name);
  expect(new Set(trace)).toEqual(new Set(['webhook.receive', 'webhook.process', 'sync', 'sync.fetch', 'sync.apply']));
  const { externalId } = await db().subscription.findFirstOrThrow({ where: { workspaceId: user.id } });
  const processed = named('webhook.process').flatMap(({ attributes }) =>
    attributes.map(({ value }) => value.stringValue),
  );
  expect(processed).toContain(externalId);
  expect(JSON.stringify(spans)).not.toContain(user.email);

  const before = spans.length;
  await buy(world, await newCustomer(), { plan: 'starter', interval: 'month', currency: 'USD', provider: 'dodo' });
  await world.quiet();
  expect(spans).toHaveLength(before);
});

test('nothing loads OpenTelemetry unless it is configured', () => {
  const otlp = /tracing\/otlp/;
  const naming = sourcesIn('app', 'components', 'lib', 'instrumentation-node.ts', 'instrumentation.ts', 'proxy.ts')
    .filter(({ text }) => otlp.test(text.replaceAll(/await import\([^)]*\)|\/?\*\*?.*|\/\/.*/g, '')))
    .map(({ path }) => path);
  expect(naming).toEqual([]);
});
