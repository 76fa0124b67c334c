import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { newestToken, signInByLink, signInRoutes } from '../fixtures/sign-in';

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => app.close());

/** The statements of one request for a sign-in link, and its answer. */
async function askFor(email: string) {
  const statements: string[] = [];
  const query = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...words: unknown[]) {
    const [first] = words;
    statements.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
    return Reflect.apply(query, this, words);
  });
  const answer = await new Browser().post(`${app.url}/api/auth/link`, { email });
  vi.restoreAllMocks();
  const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id', 'set-cookie'].includes(name));
  return { statements, status: answer.status, headers, body: await answer.text() };
}

test('checks 22 and 23: requesting a link has the same answer and the same cost, whether or not the address has an account', async () => {
  await signInByLink(app, new Browser(), 'known@example.test');
  await askFor('warm@example.test');
  const [known, unknown] = [await askFor('known@example.test'), await askFor('stranger@example.test')];
  expect(known.statements.length).toBeGreaterThan(2);
  // The same statements in the same order take the same time on any machine, so no clock is needed.
  expect(known.statements).toEqual(unknown.statements);
  expect({ ...known, statements: [] }).toEqual({ ...unknown, statements: [] });
  // And one email each.
  expect(await newestToken(app, 'stranger@example.test')).toBeTruthy();
});
