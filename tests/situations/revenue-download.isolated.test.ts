import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { writeLedger } from '../fixtures/revenue-ledger';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';

vi.mock('next/headers', () => import('../fixtures/request-scope'));

const EMAIL = 'operator@example.test';
const PATH = '/admin/revenue/csv';
const NOVEMBER = '?from=2026-11-01&to=2026-11-30&step=month';

let app: App;
let operator: Browser;
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    [PATH]: await import('@/app/(app)/admin/revenue/csv/route'),
  }));
  const at = new Date('2026-11-05T00:00:00.000Z');
  await writeLedger(
    ['ada', 'ben'].flatMap((workspaceId) => [
      { workspaceId, currency: 'USD', at, amount: 900n },
      { workspaceId, currency: 'JPY', at, amount: 1_000n },
    ]),
  );
  operator = new Browser();
  await signInByLink(app, operator, EMAIL);
  await db().user.update({ where: { email: EMAIL }, data: { role: 'ADMIN' } });
});
afterAll(() => app.close());

test('revenue and the customers behind it are files that an operator downloads', async () => {
  const sums = await operator.get(`${app.url}${PATH}${NOVEMBER}`);
  expect(sums.headers.get('content-disposition')).toBe('attachment; filename="revenue.csv"');
  expect(await sums.text()).toContain('USD,new,18.00,2\r\n');
  const customers = await operator.get(`${app.url}${PATH}${NOVEMBER}&of=customers`);
  expect(customers.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(customers.headers.get('content-disposition')).toBe('attachment; filename="revenue-by-customer.csv"');
  expect((await customers.text()).split('\r\n')).toEqual([
    'customer,currency,term,mrr',
    ...['ada,JPY,new,1000', 'ada,USD,new,9.00', 'ben,JPY,new,1000', 'ben,USD,new,9.00'],
    '',
  ]);
});
