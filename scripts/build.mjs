// npm run build: the client, the production build, the hashes of its inline scripts. Needs no environment.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readEnv } from './lib/env-file.mjs';
import { ROOT } from './lib/paths.mjs';
import { generateClient, NEXT } from './lib/tools.mjs';

generateClient();
if (!readEnv().APP_URL)
  console.log('APP_URL is not set: links to this build that are shared will look for their picture on this machine.');
const steps = [[NEXT, 'build'], [join(ROOT, 'scripts', 'csp-hashes.mjs')]];
for (const step of steps.filter(([script]) => existsSync(script))) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { status } = spawnSync(process.execPath, step, { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
