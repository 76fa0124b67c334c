// npm test: runs every stage, also from a fresh clone. `node scripts/test.mjs unit e2e` runs only those stages.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { runTests } = await import('./lib/test-run.mjs');
process.exit(await runTests(process.argv.slice(2)));
