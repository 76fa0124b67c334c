// npm test: from a fresh clone to a verdict. `node scripts/test.mjs unit e2e` runs only the stages named.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { runTests } = await import('./lib/test-run.mjs');
process.exit(await runTests(process.argv.slice(2)));
