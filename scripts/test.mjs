// npm test: from a fresh clone to a verdict. `node scripts/test.mjs unit e2e` runs only the stages named.
import { ensureInstalled } from './lib/install.mjs';
import { checkNode } from './lib/node-version.mjs';

checkNode();
ensureInstalled();
const { runTests } = await import('./lib/test-run.mjs');
process.exitCode = await runTests(process.argv.slice(2));
