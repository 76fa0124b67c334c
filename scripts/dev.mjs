// npm run dev: from a fresh clone to a running app, with PostgreSQL and the sandbox beside it. Ctrl-C ends all of it.
import { ensureInstalled } from './lib/install.mjs';
import { checkNode } from './lib/node-version.mjs';

checkNode();
ensureInstalled();
const { develop } = await import('./lib/develop.mjs');
await develop();
