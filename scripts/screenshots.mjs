// npm run screenshots: captures every page in every state, in light and dark mode and on a phone, in .data/screenshots.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { withE2eServers } = await import('./lib/e2e-servers.mjs');
const { DATA } = await import('./lib/paths.mjs');
const { generateClient, PLAYWRIGHT } = await import('./lib/tools.mjs');

const folder = join(DATA, 'screenshots');
rmSync(folder, { recursive: true, force: true });
generateClient();
const code = await withE2eServers('screenshots', 2, (processes, env) =>
  processes.run(process.execPath, [PLAYWRIGHT, 'test', '--project=screenshots'], { env }),
);
console.log(`Screenshots are in ${folder}`);
process.exit(code);
