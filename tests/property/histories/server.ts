// A second app server on the same database, without pages: it settles, sends and mails whatever is due, until it is killed.
import { setTimeout as pause } from 'node:timers/promises';
import { drainBilling } from '@/lib/jobs';

// A test run that ends, however it ends, takes this with it.
process.on('disconnect', () => process.exit());
process.send?.('up');
for (;;) {
  await drainBilling().catch(() => {});
  await pause(10);
}
