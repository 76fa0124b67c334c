// node scripts/with-env.mjs <file.ts> [words]: runs one of our TypeScript commands with the variables of .env.
import { spawnSync } from 'node:child_process';
import { readEnv } from './lib/env-file.mjs';
import { ROOT } from './lib/paths.mjs';
import { tsx } from './lib/tools.mjs';

const [file = '', ...words] = process.argv.slice(2);
const done = spawnSync(process.execPath, [...tsx(file), ...words], { cwd: ROOT, env: readEnv(), stdio: 'inherit' });
process.exit(done.status ?? 1);
