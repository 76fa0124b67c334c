import { describe, expect, test } from 'vitest';
import { withConcurrencyLimit, withPriority } from '@/lib/billing/webhooks/concurrency';

/** Work that ends when it's told to. */
function task() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, ended };
}

/** Starts as much work as fits, and says how much runs. */
function start(count: number) {
  const tasks = Array.from({ length: count }, task);
  let running = 0;
  const all = tasks.map(({ ended }) =>
    withConcurrencyLimit(async () => {
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
    const failing = withConcurrencyLimit(() => Promise.reject(new Error('failed')));
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
    tasks[1]?.end();
    expect(await settled()).toBe(3);
    for (const { end } of tasks) end();
    await over();
  });

  test('an answer that fails ends its priority', async () => {
    await expect(withPriority(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const { tasks, settled, over } = start(3);
    expect(await settled()).toBe(3);
    for (const { end } of tasks) end();
    await over();
  });
});
