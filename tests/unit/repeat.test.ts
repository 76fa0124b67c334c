import { describe, expect, test } from 'vitest';
import { repeatEach } from '@/lib/repeat';

const limits = { until: Number.POSITIVE_INFINITY, lookAgain: 1 };

/** Work that ends when it's told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end: () => end(), ended };
}

describe('batches of several', () => {
  test('are repeated while there is more of each', async () => {
    const left = { a: 3, b: 1 };
    await repeatEach(['a', 'b'] as const, limits, async (item) => {
      left[item] -= 1;
      return left[item] > 0;
    });
    expect(left.a).toBe(0);
    expect(left.b).toBeLessThanOrEqual(0);
  });

  test('are looked at again while another one is busy, and end with it', async () => {
    const slow = held();
    let looks = 0;
    const enough = held();
    const all = repeatEach(['slow', 'quick'] as const, limits, async (item) => {
      if (item === 'slow') await slow.ended;
      else if (++looks === 5) enough.end();
      return false;
    });
    await enough.ended;
    slow.end();
    await all;
    expect(looks).toBeGreaterThanOrEqual(5);
  });

  test('are looked at again after their time, while another one is busy since before', async () => {
    const slow = held();
    let looks = 0;
    const enough = held();
    const until = Date.now() + 20;
    const all = repeatEach(['slow', 'quick'] as const, { until, lookAgain: 1 }, async (item) => {
      if (item === 'slow') await slow.ended;
      else if (Date.now() > until && ++looks === 5) enough.end();
      return true;
    });
    await enough.ended;
    slow.end();
    await all;
    expect(looks).toBeGreaterThanOrEqual(5);
  });

  test('go no further after their time', async () => {
    let batches = 0;
    await repeatEach(['one'], { ...limits, until: Date.now() - 1 }, async () => {
      batches += 1;
      return true;
    });
    expect(batches).toBe(1);
  });

  test('end when one fails, which is reported once the others are done', async () => {
    const slow = held();
    let done = false;
    const all = repeatEach(['broken', 'slow'] as const, limits, async (item) => {
      if (item === 'broken') throw new Error('broken');
      await slow.ended;
      done = true;
      return false;
    });
    slow.end();
    await expect(all).rejects.toThrow('broken');
    expect(done).toBe(true);
  });
});
