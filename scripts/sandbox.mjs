// npm run sandbox: the sandbox alone, on the ports of .env.
import { spawn } from 'node:child_process';
import { ensureEnvFile, readEnv } from './lib/env-file.mjs';
import { ensureInstalled } from './lib/install.mjs';

ensureInstalled();
ensureEnvFile();
const { tsx } = await import('./lib/tools.mjs');
const child = spawn(process.execPath, tsx('sandbox/main.ts'), { stdio: 'inherit', env: readEnv() });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 0));
