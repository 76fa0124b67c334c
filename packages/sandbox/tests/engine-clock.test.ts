import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { engine } from './engine-fixture';

const k = engine();

describe('the clock', () => {
  const noon = Date.UTC(2030, 0, 1, 12) / 1000;
  const startOfDay = () => k.call('POST', '/_sandbox/clock', { to: '2030-01-01T12:00:00Z' });

  test('due actions run in order, each at its own time, including those scheduled meanwhile', async () => {
    await k.start();
    await startOfDay();
    await k.call('POST', '/v1/plans', [
      { at: noon + 300, text: 'third' },
      { at: noon + 100, text: 'first', again: 100 },
      { at: noon + 300, text: 'fourth, planned later for the same second' },
    ]);
    const { json } = await k.call('POST', '/_sandbox/clock', { advanceSeconds: 300 });
    expect(await k.texts()).toEqual(['first', 'first again', 'third', 'fourth, planned later for the same second']);
    expect((json as unknown as { ran: { at: number }[] }).ran.map(({ at }) => at - noon)).toEqual([100, 200, 300, 300]);
    const { json: stored } = await k.call('GET', '/v1/letters');
    expect((stored as unknown as { createdAt: number }[]).map(({ createdAt }) => createdAt - noon)).toEqual([
      100, 200, 300, 300,
    ]);
  });

  test('an action that is rescheduled with the same key runs once, at the new time', async () => {
    await k.start();
    await startOfDay();
    await k.call('POST', '/v1/plans', [{ at: noon + 100, text: 'moved' }]);
    await k.call('POST', '/v1/plans', [{ at: noon + 500, text: 'moved' }]);
    await k.call('POST', '/_sandbox/clock', { advanceSeconds: 200 });
    expect(await k.texts()).toEqual([]);
    await k.call('POST', '/_sandbox/clock', { advanceSeconds: 300 });
    expect(await k.texts()).toEqual(['moved']);
  });

  test('the app receives the new time, signed, before the advance responds', async () => {
    await k.start();
    const { json } = await k.call('POST', '/_sandbox/clock', { advanceDays: 30 });
    expect(json.app).toEqual({ ok: true });
    const told = k.app.received.at(-1);
    expect(told?.path).toBe('/api/sandbox/clock');
    expect(told?.headers['sandbox-signature']).toBe(
      createHmac('sha256', 'shared')
        .update(told?.body ?? '')
        .digest('hex'),
    );
    const { offsetSeconds, frozenAt } = JSON.parse(told?.body ?? '{}');
    expect([Math.round(offsetSeconds / 86_400), frozenAt]).toEqual([30, null]);
  });

  test('each webhook of a long advance reaches the app while the app’s clock shows its time', async () => {
    await k.start();
    await startOfDay();
    const day = 86_400;
    await k.call('POST', '/v1/plans', [
      { at: noon + day, text: 'renewal' },
      { at: noon + 2 * day, text: 'second renewal' },
    ]);
    k.app.received.length = 0;
    await k.call('POST', '/_sandbox/clock', { advanceDays: 3 });
    const story = k.app.received.map(({ path, body }) => {
      if (path !== '/api/sandbox/clock') return JSON.parse(body).letter.text;
      return `day ${Math.round((Date.now() / 1000 + JSON.parse(body).offsetSeconds - noon) / day)}`;
    });
    expect(story).toEqual(['day 1', 'renewal', 'day 2', 'second renewal', 'day 3']);
  });

  test('an unavailable app is reported and blocks nothing', async () => {
    await k.start({ appUrl: 'http://127.0.0.1:9' });
    const { status, json } = await k.call('POST', '/_sandbox/clock', { advanceDays: 1 });
    expect(status).toBe(200);
    expect((json.app as { ok: boolean }).ok).toBe(false);
  });

  test('a frozen clock only moves when advanced, and continues from there', async () => {
    await k.start();
    await startOfDay();
    await k.call('POST', '/_sandbox/clock', { freeze: true });
    const { json: frozen } = await k.call('GET', '/_sandbox/clock');
    await k.call('POST', '/_sandbox/clock', { advanceSeconds: 60 });
    const { json: later } = await k.call('GET', '/_sandbox/clock');
    expect(Date.parse(String(later.now)) - Date.parse(String(frozen.now))).toBe(60_000);
    expect(JSON.parse(k.app.received.at(-1)?.body ?? '{}').frozenAt).toBe(later.frozenAt);
    await k.call('POST', '/_sandbox/clock', { freeze: false });
    const { json: running } = await k.call('GET', '/_sandbox/clock');
    expect(running.frozenAt).toBeNull();
    expect(Date.parse(String(running.now))).toBeGreaterThanOrEqual(Date.parse(String(later.now)));
  });

  test('a clock doesn’t move backward, and an invalid request is rejected', async () => {
    await k.start();
    await startOfDay();
    expect((await k.call('POST', '/_sandbox/clock', { to: '2029-01-01T00:00:00Z' })).status).toBe(422);
    expect((await k.call('POST', '/_sandbox/clock', { sideways: 1 })).status).toBe(422);
  });

  test('actions that become due in real time run automatically', async () => {
    await k.start();
    const { json } = await k.call('GET', '/_sandbox/clock');
    await k.call('POST', '/v1/plans', [{ at: Math.floor(Date.parse(String(json.now)) / 1000), text: 'now' }]);
    await k.app.until(1);
    expect(k.app.texts()).toEqual(['now']);
  });
});
