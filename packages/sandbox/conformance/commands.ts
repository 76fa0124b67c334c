import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cli } from './cli';

/** Reference to the id from an earlier step of the fixture. */
const of = (step: string): string => `\u0024{${step}:id}`;

const step = (name: string, path: string, params: object) => ({ name, path, method: 'post', params });

const FIXTURE = {
  _meta: { template_version: 0 },
  fixtures: [
    step('product', '/v1/products', { name: 'Pro' }),
    step('price', '/v1/prices', {
      product: of('product'),
      unit_amount: 900,
      currency: 'usd',
      recurring: { interval: 'month' },
    }),
    step('customer', '/v1/customers', { email: 'ada@example.com' }),
    step('method', '/v1/payment_methods/pm_card_visa/attach', { customer: of('customer') }),
    step('subscription', '/v1/subscriptions', {
      customer: of('customer'),
      items: [{ price: of('price') }],
      default_payment_method: of('method'),
    }),
  ],
};

/** A CLI feature other than `stripe trigger`. Returns the problem, or null. */
export interface Command {
  name: string;
  try(
    cli: Cli,
    context: { home: string; app: { url: string; received: { path: string; type: string }[] } },
  ): Promise<string | null>;
}

const problemUnless = (condition: boolean, problem: string): string | null => (condition ? null : problem);

export const commands: Command[] = [
  {
    name: 'customers create / get / update / delete',
    async try(cli) {
      const { id } = await cli.json('customers', 'create', '--email=ada@example.com');
      const changed = await cli.json('customers', 'update', String(id), '--name=Ada Lovelace');
      const got = await cli.json('get', `/v1/customers/${id}`);
      const gone = await cli.json('customers', 'delete', String(id), '-c');
      return problemUnless(
        changed.name === 'Ada Lovelace' && got.email === 'ada@example.com' && gone.deleted === true,
        'changes were not saved',
      );
    },
  },
  {
    name: 'post -i (idempotency key)',
    async try(cli) {
      const once = () => cli.json('post', '/v1/customers', '-d', 'name=Once', '-i', 'conformance-once');
      const [first, second] = [await once(), await once()];
      return problemUnless(first.id === second.id, 'two customers were created');
    },
  },
  {
    name: 'get --stripe-version --show-headers',
    async try(cli) {
      const { out } = await cli.run('get', '/v1/prices', '--stripe-version', '2026-10-28.endive', '--show-headers');
      return problemUnless(
        /Stripe-Version: 2026-10-28\.endive/i.test(out) && /Request-Id: req_/i.test(out),
        out.slice(0, 200),
      );
    },
  },
  {
    name: 'fixtures',
    async try(cli, { home }) {
      const file = join(home, 'fixture.json');
      writeFileSync(file, JSON.stringify(FIXTURE));
      const { code, out } = await cli.run('fixtures', file);
      return problemUnless(code === 0, out.slice(-200));
    },
  },
  {
    name: 'test_helpers test_clocks create',
    async try(cli) {
      const clock = await cli.json('test_helpers', 'test_clocks', 'create', '--frozen-time=1700000000', '--name=cli');
      return problemUnless(clock.status === 'ready', JSON.stringify(clock));
    },
  },
  {
    name: 'events resend --webhook-endpoint',
    async try(cli, { app }) {
      app.received.splice(0);
      await cli.json('products', 'create', '--name=Resent');
      const list = await cli.json('get', '/v1/events', '-d', 'type=product.created', '-d', 'limit=1');
      const [event] = list.data as { id: string }[];
      const arrivals = (): number => app.received.filter(({ type }) => type === 'product.created').length;
      await until(() => arrivals() > 0);
      const before = arrivals();
      await cli.run('events', 'resend', event?.id ?? '', '--webhook-endpoint=we_sandbox_default');
      await until(() => arrivals() > before);
      return problemUnless(arrivals() > before, 'the event was not delivered again');
    },
  },
  {
    name: 'listen --forward-to',
    async try(cli, { app }) {
      const child = spawn(
        cli.binary,
        cli.to('listen', '--all-snapshot', '--forward-to', `${app.url}/listen`, '--skip-update'),
        { env: cli.env(), stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
      try {
        await until(() => output.includes('Ready!'));
        await cli.json('products', 'create', '--name=Forwarded');
        await until(() => app.received.some(({ path }) => path === '/listen'));
        const forwarded = app.received.some(({ path, type }) => path === '/listen' && type === 'product.created');
        return problemUnless(forwarded, `nothing was forwarded: ${output.slice(-200)}`);
      } finally {
        child.kill('SIGINT');
      }
    },
  },
];

/** Polls until `holds` returns true, for at most `seconds`; the caller checks the result. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 8): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}
