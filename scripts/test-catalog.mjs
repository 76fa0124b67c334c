// npm run test:catalog: sells another company's six plans in the browser, in a copy of this clone with its own config/plans.ts.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { copyFork } = await import('./lib/copy-fork.mjs');
const { DATA, ROOT } = await import('./lib/paths.mjs');
const { Processes } = await import('./lib/processes.mjs');
const { generateClient } = await import('./lib/tools.mjs');

generateClient();
const fork = join(DATA, 'catalog-fork');
copyFork(fork);
copyFileSync(join(ROOT, 'tests', 'fixtures', 'catalog-of-six.ts'), join(fork, 'config', 'plans.ts'));
const processes = new Processes(`catalog-${process.pid}`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => processes.stopAll().then(() => process.exit(130)));
}
await processes.begin();
const code = await processes.run(process.execPath, [join(fork, 'scripts', 'lib', 'catalog-browser.mjs')]);
await processes.stopAll();
process.exit(code);
