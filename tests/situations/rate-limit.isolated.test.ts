import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sessionCookie } from '@/lib/auth/session-cookie';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { AppError } from '@/lib/errors';
import { limit } from '@/lib/rate-limit';
import { RATE_LIMITS } from '@/lib/rate-limits';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { inScope } from '../fixtures/request-scope';
import { emailsTo, signInByLink, signInRoutes } from '../fixtures/sign-in';
import { sourcesIn } from '../fixtures/sources';

vi.mock('next/headers', () => import('../fixtures/request-scope'));

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterAll(() => app.close());

/** How many of this many uses pass; the others must be rejected with a time to wait. */
async function passing(key: string, uses: number): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: uses }, () => limit('mail-person', key)));
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'request/too-many', status: 429, retryAfter: expect.any(Number) });
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('a limit', () => {
  test('lets exactly the limit through, however many arrive simultaneously', async () => {
    expect(await passing(randomUUID(), 50)).toBe(5);
  });

  test('counts each key separately', async () => {
    expect([await passing(randomUUID(), 6), await passing(randomUUID(), 6)]).toEqual([5, 5]);
  });

  test('opens again when its window ends, by the database’s clock', async () => {
    const key = randomUUID();
    await passing(key, 6);
    await db().$executeRaw`UPDATE "RateLimit" SET "windowEnds" = now() - interval '1 second'`;
    expect(await passing(key, 6)).toBe(5);
  });

  test('says how many seconds to wait', async () => {
    const key = randomUUID();
    await passing(key, 5);
    const error = await limit('mail-person', key).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw error;
    expect(error.retryAfter).toBeGreaterThan(590);
    expect(error.retryAfter).toBeLessThanOrEqual(600);
  });

  test('writes no address to the database', async () => {
    await limit('mail-person', 'canary@example.test');
    expect(JSON.stringify(await db().rateLimit.findMany())).not.toContain('canary');
  });

  test('leaves nothing behind after the cleanup', async () => {
    await limit('mail-person', randomUUID());
    await db().$executeRaw`UPDATE "RateLimit" SET "windowEnds" = now() - interval '1 second'`;
    await cleanUp();
    expect(await db().rateLimit.count()).toBe(0);
  });
});

test('every limit is a number with its reason', () => {
  for (const [name, { max, windowSeconds, reason }] of Object.entries(RATE_LIMITS)) {
    expect([name, max > 0, windowSeconds > 0, reason.length > 30]).toEqual([name, true, true, true]);
    expect(name).toMatch(/-(client|account|person|workspace)$/);
  }
});

test('no limit is a number anywhere else', () => {
  const sources = sourcesIn('app', 'components', 'lib').filter(({ path }) => path !== 'lib/rate-limits.ts');
  const stray = sources.filter(({ text }) => /windowSeconds:\s*\d|\blimit\([^)]*\{/.test(text));
  expect(stray.map(({ path }) => path)).toEqual([]);
});

describe('requesting sign-in links', () => {
  const ask = (email: string, headers: Record<string, string> = {}) =>
    new Browser().post(`${app.url}/api/auth/link`, { email }, headers);

  test('stops at five emails per address, however it is written, and says when to come back', async () => {
    await forget();
    const spellings = [
      'busy@example.test',
      'BUSY@example.test',
      ' busy@Example.test',
      'busy@example.test ',
      'Busy@example.test',
      'bUsy@example.test',
    ];
    const answers = [];
    for (const email of spellings) answers.push(await ask(email));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303, 429]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await emailsTo(app, 'busy@example.test')).toHaveLength(5);
  });

  test('stops at five emails per person, whatever tags and dots the address has', async () => {
    await forget();
    const tags = [1, 2, 3, 4, 5, 6].map((tag) => `victim+${tag}@example.test`);
    const dots = [
      'j.doe@gmail.com',
      'jdoe@gmail.com',
      'jd.oe+1@gmail.com',
      'J.D.O.E@googlemail.com',
      'jdoe+2@gmail.com',
    ];
    const statuses = [];
    for (const email of [...tags, ...dots, 'jd.o.e@googlemail.com']) statuses.push((await ask(email)).status);
    expect(statuses).toEqual([...Array<number>(5).fill(303), 429, ...Array<number>(5).fill(303), 429]);
    expect((await ask('j.doe@example.test')).status).toBe(303);
  });

  test('does not keep other users from signing in', async () => {
    expect((await ask('calm@example.test')).status).toBe(303);
  });

  test('stops at thirty per client, and headers can’t fake another client', async () => {
    await forget();
    const statuses = [];
    for (let index = 0; index < 31; index += 1) {
      const invented = {
        'x-forwarded-for': `9.9.9.${index}`,
        'x-real-ip': `9.9.9.${index}`,
        'x-tollgate-peer': `9.9.9.${index}`,
      };
      statuses.push((await ask(`crowd${index}@example.test`, invented)).status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(303), 429]);
  });

  const forget = () => db().rateLimit.deleteMany();
});

test('the account page opens, however often it is reloaded after the provider’s page for cards', async () => {
  await db().rateLimit.deleteMany();
  const browser = new Browser();
  await signInByLink(app, browser, 'reloading@example.test');
  const user = await db().user.findUniqueOrThrow({ where: { email: 'reloading@example.test' } });
  const { default: Account } = await import('@/app/(app)/account/page');
  const { name } = sessionCookie();
  const request = new Request(`${app.url}/account`, {
    headers: { cookie: `${name}=${browser.cookie(app.url, name)}` },
  });
  const searchParams = Promise.resolve({ success: 'payment-method' });
  const page = () => inScope(request, async () => Response.json(await Account({ searchParams })));
  for (let use = 0; use < RATE_LIMITS['payment-method-result-account'].max; use += 1)
    await limit('payment-method-result-account', user.id);
  expect((await page()).status).toBe(200);
});
