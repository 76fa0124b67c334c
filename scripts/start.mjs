// npm start: validates the environment, then serves the production build on PORT.
import { spawn, spawnSync } from 'node:child_process';
import { readEnv } from './lib/env-file.mjs';
import { ROOT } from './lib/paths.mjs';
import { NEXT_START, tsx } from './lib/tools.mjs';

const env = { ...readEnv(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
// Without it, Auth.js trusts the Host header.
if (env.APP_URL) env.AUTH_URL = env.APP_URL;
const { status } = spawnSync(process.execPath, tsx('scripts/check-env.ts'), { cwd: ROOT, env, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

// The test environment uses the sandbox, so it only listens on loopback.
const host = env.APP_ENV === 'test' ? ['-H', '127.0.0.1'] : [];
const args = [...NEXT_START, '-p', env.PORT ?? '3000', ...host];
const app = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.kill(signal));
// Without a code it was killed: also for a supervisor that restarts only what failed.
app.once('exit', (code) => process.exit(code ?? 1));
