// npm run screenshots: a picture of every page in every state, light, dark and on a phone, in .data/screenshots.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { withBuiltWorlds } = await import('./lib/built-worlds.mjs');
const { DATA } = await import('./lib/paths.mjs');
const { generateClient, PLAYWRIGHT } = await import('./lib/tools.mjs');

const folder = join(DATA, 'screenshots');
rmSync(folder, { recursive: true, force: true });
generateClient();
const code = await withBuiltWorlds('screenshots', 2, (processes, env) =>
  processes.run(process.execPath, [PLAYWRIGHT, 'test', '--project=screenshots'], { env }),
);
console.log(`The pictures are in ${folder}`);
process.exit(code);
