// npm run dev: starts the app, PostgreSQL, and the sandbox, also from a fresh clone. Ctrl-C stops everything.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { develop } = await import('./lib/develop.mjs');
await develop();
