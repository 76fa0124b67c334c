import type { Sandbox } from '../src/engine/sandbox';

/**
 * Freezes a sandbox's clock at noon UTC on March 1 of next year, so that a test's months are as long whenever it runs. A
 * sandbox that is opened again keeps its time.
 */
export async function freezeInMarch({ world: { clocks } }: Sandbox): Promise<void> {
  const march = Date.UTC(new Date().getUTCFullYear() + 1, 2, 1, 12);
  if (clocks.nowMs() < march) await clocks.advance(march / 1000);
  await clocks.freeze(true);
}
