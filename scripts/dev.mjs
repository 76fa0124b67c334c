// npm run dev: from a fresh clone to a running app, with PostgreSQL and the sandbox beside it. Ctrl-C ends all of it.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { develop } = await import('./lib/develop.mjs');
await develop();
