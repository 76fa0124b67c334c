import { describe, expect, test } from 'vitest';
import { engine } from './engine-fixture';

const k = engine();

describe('local access only', () => {
  test('pages of other sites can’t read under their own host name or post', async () => {
    await k.start();
    const post = (origin: string) => fetch(`${k.sandbox.url}/_sandbox/reset`, { method: 'POST', headers: { origin } });
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(k.app.url)).status).toBe(200);
    const unnamed = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await fetch(`${k.sandbox.url}/_sandbox/reset`, unnamed)).status).toBe(403);
  });

  test('check 88: no other site can show a page of the sandbox in a frame, nor an error or a response of the API', async () => {
    await k.start();
    await k.write('hello');
    for (const path of ['/', '/mail', '/events/evt_1', '/v1/letters', '/_sandbox/health', '/nothing-here']) {
      const { headers } = await fetch(k.sandbox.url + path);
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    }
    const refused = await fetch(`${k.sandbox.url}/_sandbox/reset`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(refused.headers.get('x-frame-options')).toBe('DENY');
  });

  test('every page of the control panel opens, and a scenario can be run from it', async () => {
    await k.start();
    await k.write('hello');
    await k.idle();
    await k.fault('slow', { match: 'never' });
    for (const path of [
      '/',
      '/objects',
      '/objects?q=hel',
      '/objects/stripe.letters',
      '/objects/stripe.letters/letter_1',
      '/events',
      '/events/evt_1',
      '/endpoints',
      '/faults',
      '/requests',
      '/requests/1',
      '/mail',
    ]) {
      const page = await fetch(k.sandbox.url + path);
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=UTF-8']);
    }
    const story = await fetch(`${k.sandbox.url}/panel/stories/0`, { method: 'POST' });
    expect(await story.text()).toContain('It says: hello');
    const advanced = await fetch(`${k.sandbox.url}/panel/clock`, {
      method: 'POST',
      body: new URLSearchParams({ move: 'month' }),
    });
    expect(await advanced.text()).toContain('Nothing was due');
  });

  test('user input is shown as text, never as markup', async () => {
    await k.start();
    await k.write('<script>alert(1)</script>');
    for (const path of ['/objects/stripe.letters/letter_1', '/objects?q=%3Cscript%3Ealert', '/events/evt_1']) {
      const html = await (await fetch(k.sandbox.url + path)).text();
      expect(html).toContain('&lt;script&gt;alert');
      expect(html).not.toContain('<script>alert');
    }
  });
});
