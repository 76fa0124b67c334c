// A second app server on the same database, without pages: processes, sends, and emails whatever is due, until killed.
import { setTimeout as pause } from 'node:timers/promises';
import { drainBilling } from '../../fixtures/drain';

// A test run that ends, however it ends, ends this process too.
process.on('disconnect', () => process.exit());
process.send?.('up');
for (;;) {
  await drainBilling().catch(() => {});
  await pause(10);
}
