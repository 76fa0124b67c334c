// Goes through all failed webhooks of the database the way a replay does, in a process of its own, and prints how many they
// are and the most memory that the process had, in bytes. scripts/bench-scale.ts runs it.
import { replayPages } from '@/lib/billing/webhooks/replay-pages';

let [events, peak] = [0, 0];
for await (const page of replayPages({ by: 'filter', where: { status: 'failed' } })) {
  events += page.length;
  peak = Math.max(peak, process.memoryUsage.rss());
}
process.stdout.write(JSON.stringify({ events, peak }));
process.exit(0);
