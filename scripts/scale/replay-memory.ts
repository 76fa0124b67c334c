import { replayPages } from '@/lib/billing/webhooks/replay-pages';
import type { Row } from './table';

const MB = 2 ** 20;
const WANTED = 300;

/** How much memory the process has while it goes through all failed webhooks the way a replay does. */
export async function replayMemory(): Promise<Row> {
  let [events, peak] = [0, 0];
  for await (const page of replayPages({ by: 'filter', where: { status: 'failed' } })) {
    events += page.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  const used = peak / MB;
  return {
    what: 'Go through the failed webhooks for a replay',
    measured: `${used.toFixed(0)} MB at most, ${events.toLocaleString('en-US')} webhooks`,
    target: `${WANTED} MB`,
    met: used <= WANTED,
  };
}
