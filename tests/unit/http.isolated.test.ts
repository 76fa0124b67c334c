import { NextRequest } from 'next/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, appError } from '@/lib/errors';
import { readForm, readText } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { wholeNumber } from '@/lib/http/whole-number';
import { development } from '../fixtures/environments';

const URL_HERE = 'http://127.0.0.1:3000/api/x';
const BROWSER = { accept: 'text/html,*/*', 'content-type': 'application/x-www-form-urlencoded' };
const schema = z.strictObject({ plan: z.enum(['pro']), quantity: wholeNumber(1, 100).default(1) });

beforeAll(() => {
  Object.assign(process.env, development, { APP_ENV: 'test', LOG_LEVEL: 'silent' });
});

const post = (body: BodyInit | null, headers: Record<string, string> = BROWSER) =>
  new NextRequest(URL_HERE, { method: 'POST', body, headers });

async function refusal(work: Promise<unknown>): Promise<Pick<AppError, 'code' | 'status' | 'field'>> {
  const error = await work.then(
    () => new Error('it was taken'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, status: error.status, field: error.field };
}

describe('a body', () => {
  test('is parsed as a form and as JSON alike', async () => {
    expect(await readForm(post('plan=pro&quantity=3'), schema)).toEqual({ plan: 'pro', quantity: 3 });
    const json = post(JSON.stringify({ plan: 'pro', quantity: 3 }), { 'content-type': 'application/json' });
    expect(await readForm(json, schema)).toEqual({ plan: 'pro', quantity: 3 });
  });

  test.each([
    ['an unknown plan', 'plan=gold', 'plan'],
    ['no body', null, 'plan'],
    ['an empty body', '', 'plan'],
    ['a quantity of zero', 'plan=pro&quantity=0', 'quantity'],
    ['a quantity of 101', 'plan=pro&quantity=101', 'quantity'],
    ['half a pack', 'plan=pro&quantity=1.5', 'quantity'],
    ['a made-up price', 'plan=pro&price=1', 'price'],
    ['a repeated plan', 'plan=pro&plan=pro', 'plan'],
    ['a prototype', 'plan=pro&__proto__=x', '__proto__'],
    ['a quantity in hexadecimal', 'plan=pro&quantity=0x10', 'quantity'],
    ['a quantity in exponent notation', 'plan=pro&quantity=1e1', 'quantity'],
    ['spaces around a quantity', 'plan=pro&quantity=%205%20', 'quantity'],
    ['an empty quantity', 'plan=pro&quantity=', 'quantity'],
    ['a quantity with a leading zero', 'plan=pro&quantity=05', 'quantity'],
    ['a quantity in other digits', 'plan=pro&quantity=%D9%A5', 'quantity'],
    ['a NUL', 'plan=pro%00', 'plan'],
  ])('with %s is rejected by the name of the field', async (_, body, field) => {
    expect(await refusal(readForm(post(body), schema))).toEqual({ code: 'request/invalid', status: 422, field });
  });

  test.each([
    ['text/plain', 'plan=pro'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/json', '{"plan":'],
    ['application/json', 'null'],
    ['application/json', '[]'],
    ['application/json', '"pro"'],
  ])('of type %s with %s is rejected', async (type, body) => {
    expect(await refusal(readForm(post(body, { 'content-type': type }), schema))).toMatchObject({ status: 422 });
  });

  test.each([true, [5], '0x10', '1e1', ' 5 ', '5\n', null, 1.5, { valueOf: 5 }, '', Number.MAX_VALUE])(
    'whose quantity is %j in JSON is rejected',
    async (quantity) => {
      const json = post(JSON.stringify({ plan: 'pro', quantity }), { 'content-type': 'application/json' });
      expect(await refusal(readForm(json, schema))).toMatchObject({ status: 422, field: 'quantity' });
    },
  );

  test('with thousands of different fields is rejected without looking at them', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, field) => `${field}=`).join('&');
    expect(await refusal(readForm(post(fields(200)), schema))).toMatchObject({ code: 'request/invalid', status: 422 });
    for (const count of [201, 9_000])
      expect(await refusal(readForm(post(fields(count)), schema))).toMatchObject({
        code: 'request/too-large',
        status: 413,
      });
  });

  test('keeps the values of a repeated field in their order', async () => {
    const items = z.strictObject({ item: z.array(z.string()), shown: z.string() });
    expect(await readForm(post('item=b&shown=x&item=a&item=b'), items)).toEqual({ item: ['b', 'a', 'b'], shown: 'x' });
  });

  test('with half of a surrogate pair in JSON is rejected by the name of the field', async () => {
    const json = post('{"plan":"pro\\ud800"}', { 'content-type': 'application/json' });
    expect(await refusal(readForm(json, schema))).toMatchObject({ status: 422, field: 'plan' });
  });

  test('whose sender disconnects halfway is rejected as such, whatever the connection reports', async () => {
    const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(3)),
      pull: (controller) => controller.error(reset),
    });
    const cut = new NextRequest(URL_HERE, { method: 'POST', body: stream, headers: BROWSER, duplex: 'half' });
    expect(await refusal(readForm(cut, schema))).toMatchObject({ code: 'request/aborted', status: 400 });
  });

  test('is counted, whatever its Content-Length says', async () => {
    expect(await readText(post('x'.repeat(1000)), 1000)).toHaveLength(1000);
    expect(await refusal(readText(post('x'.repeat(1001)), 1000))).toMatchObject({ status: 413 });
    const understated = post('x'.repeat(1001), { 'content-length': '10' });
    expect(await refusal(readText(understated, 1000))).toMatchObject({ status: 413 });
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 70; part += 1) controller.enqueue(new Uint8Array(1024).fill(97));
        controller.close();
      },
    });
    const chunked = new NextRequest(URL_HERE, { method: 'POST', body: stream, headers: BROWSER, duplex: 'half' });
    expect(await refusal(readForm(chunked, schema))).toMatchObject({ code: 'request/too-large', status: 413 });
  });
});

describe('a request from another site', () => {
  test.each([
    [{ origin: 'http://127.0.0.1:3000' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }],
  ])('is not one with %j', (headers) => {
    expect(() => assertSameOrigin(post('', headers))).not.toThrow();
  });

  test.each([
    [{}],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.test' }],
    [{ origin: 'http://127.0.0.1:3001' }],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:3000' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('is refused with %j', (headers) => {
    expect(() => assertSameOrigin(post('', headers))).toThrow(/another site/);
  });
});

describe('an answer', () => {
  const failing = (error: unknown) =>
    route(async () => {
      throw error;
    });

  test('to an API client is JSON with a code, to a browser a page, both with the same status', async () => {
    const refuse = failing(appError('request/too-many', { retryAfter: 90 }));
    const program = await refuse(post('', { 'content-type': 'application/json' }), {});
    const browser = await refuse(post(''), {});
    expect([program.status, browser.status]).toEqual([429, 429]);
    expect([program.headers.get('retry-after'), browser.headers.get('retry-after')]).toEqual(['90', '90']);
    expect(await program.json()).toEqual({
      error: { code: 'request/too-many', message: expect.stringContaining('Too many requests') },
    });
    expect(await browser.text()).toContain('Try again in 2 minutes.');
  });

  test('names the field to both', async () => {
    const refuse = failing(appError('request/invalid', { field: '<script>' }));
    expect(await (await refuse(post('', {}), {})).json()).toMatchObject({ error: { field: '<script>' } });
    const page = await (await refuse(post(''), {})).text();
    expect(page).toContain('&#60;script&#62;');
    expect(page).not.toContain('<script>');
  });

  test('to a signed-out user is 401 for an API client and the sign-in page for a browser', async () => {
    const refuse = failing(appError('auth/required'));
    expect((await refuse(post('', {}), {})).status).toBe(401);
    const browser = await refuse(post('', { ...BROWSER, referer: 'http://127.0.0.1:3000/pricing' }), {});
    expect([browser.status, browser.headers.get('location')]).toEqual([
      303,
      'http://127.0.0.1:3000/sign-in?callbackUrl=%2Fpricing',
    ]);
  });

  test('to a signed-out user leads on to the page that the route names, from any page', async () => {
    const browser = await failing(appError('auth/required', { page: '/account' }))(post('', BROWSER), {});
    expect(browser.headers.get('location')).toBe('http://127.0.0.1:3000/sign-in?callbackUrl=%2Faccount');
  });

  test('never redirects back to another site', async () => {
    const page = await (
      await failing(appError('not-found'))(post('', { ...BROWSER, referer: 'https://evil.test/x' }), {})
    ).text();
    expect(page).toContain('href="/"');
  });

  test('to an unexpected error contains nothing but a number', async () => {
    const refuse = failing(new Error('canary: connection string'));
    const program = await refuse(post('', {}), {});
    const browser = await refuse(post(''), {});
    expect([program.status, browser.status]).toEqual([500, 500]);
    const page = await browser.text();
    expect(page).toContain(browser.headers.get('x-request-id'));
    expect(page + (await program.text())).not.toContain('canary');
  });

  test('says that the database is unavailable when it is, however deep the cause', async () => {
    const broken = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const reason = Object.assign(new Error('query failed', { cause: broken }), { name: 'DriverAdapterError' });
    expect((await failing(reason)(post('', {}), {})).status).toBe(503);
  });

  test('is never cached', async () => {
    const response = await route(async () => Response.json({}))(post('', {}), {});
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  test('leaves the redirects of Next.js to Next.js', async () => {
    const { redirect } = await import('next/navigation');
    const moving = route(async () => redirect('/account'));
    await expect(moving(post('', {}), {})).rejects.toThrow('NEXT_REDIRECT');
  });

  test('that redirects is 303 for a browser and a URL for an API client', async () => {
    expect(respondWithUrl(post(''), '/next', ['a=b']).status).toBe(303);
    const program = respondWithUrl(post('', {}), '/next', ['a=b']);
    expect([await program.json(), program.headers.getSetCookie()]).toEqual([{ url: '/next' }, ['a=b']]);
  });

  test('check 83: no one is redirected to a site that is neither ours nor the provider’s, whatever a provider returns', async () => {
    for (const url of ['https://evil.example/invoice', 'http://127.0.0.1:1/', 'javascript:alert(1)', '//evil.example'])
      for (const headers of [BROWSER, {}]) {
        const answer = await route(async (request) => respondWithUrl(request, url))(post('', headers), {});
        expect([answer.status, answer.headers.get('location')], url).toEqual([502, null]);
        expect(await answer.text(), url).not.toContain('evil.example');
      }
  });
});
