import { describe, expect, test, vi } from 'vitest';
import type { Provider } from '@/lib/billing/types';
import { withConcurrencyLimit, withPriority } from '@/lib/billing/webhooks/concurrency';

const database = { poolSize: 8 };
vi.mock('@/lib/env', () => ({ env: () => ({ database }) }));

/** Work that ends when it's told to. */
function task() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, ended };
}

/** Starts as much work about a provider as fits, and says how much runs. */
function start(count: number, provider: Provider = 'stripe') {
  const tasks = Array.from({ length: count }, task);
  let running = 0;
  const all = tasks.map(({ ended }) =>
    withConcurrencyLimit(provider, async () => {
      running += 1;
      await ended;
      running -= 1;
    }),
  );
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return running;
  };
  return { tasks, settled, over: () => Promise.all(all) };
}

describe('targets of a process', () => {
  test('three run in parallel, the next when one is done, even after an error', async () => {
    const { tasks, settled, over } = start(5);
    const failing = withConcurrencyLimit('stripe', () => Promise.reject(new Error('failed')));
    expect(await settled()).toBe(3);
    tasks[0]?.end();
    expect(await settled()).toBe(3);
    for (const { end } of tasks) end();
    await over();
    await expect(failing).rejects.toThrow('failed');
    expect(await settled()).toBe(0);
  });

  test('while a webhook is answered, one runs, and never none', async () => {
    const answer = task();
    const answering = withPriority(() => answer.ended);
    const { tasks, settled, over } = start(5);
    expect(await settled()).toBe(1);
    tasks[0]?.end();
    expect(await settled()).toBe(1);
    answer.end();
    await answering;
    expect(await settled()).toBe(3);
    for (const { end } of tasks) end();
    await over();
  });

  test('a provider that doesn’t answer leaves a turn for the other one', async () => {
    const stuck = start(5);
    const other = start(2, 'dodo');
    expect(await stuck.settled()).toBe(3);
    expect(await other.settled()).toBe(1);
    other.tasks[0]?.end();
    expect(await other.settled()).toBe(1);
    const answering = task();
    const answered = withPriority(() => answering.ended);
    other.tasks[1]?.end();
    await other.over();
    const later = start(1, 'dodo');
    expect(await later.settled()).toBe(1);
    answering.end();
    await answered;
    for (const { end } of [...stuck.tasks, ...later.tasks]) end();
    await Promise.all([stuck.over(), later.over()]);
  });

  test('with few connections one of each provider runs, and never none', async () => {
    database.poolSize = 1;
    const [stripe, dodo] = [start(3), start(3, 'dodo')];
    expect(await stripe.settled()).toBe(1);
    expect(await dodo.settled()).toBe(1);
    for (const { end } of [...stripe.tasks, ...dodo.tasks]) end();
    await Promise.all([stripe.over(), dodo.over()]);
    database.poolSize = 8;
  });

  test('an answer that fails ends its priority', async () => {
    await expect(withPriority(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const { tasks, settled, over } = start(3);
    expect(await settled()).toBe(3);
    for (const { end } of tasks) end();
    await over();
  });
});
