// node scripts/with-env.mjs <file.ts> [args]: runs a TypeScript file with the variables in .env.
import { spawn } from 'node:child_process';
import { commandEnv } from './lib/command-env.mjs';
import { ROOT } from './lib/paths.mjs';
import { generateClient, tsx } from './lib/tools.mjs';

const [file = '', ...args] = process.argv.slice(2);
generateClient();
const { env, end } = await commandEnv();
const child = spawn(process.execPath, [...tsx(file), ...args], { cwd: ROOT, env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const code = await new Promise((resolve) => child.once('exit', (exit) => resolve(exit ?? 1)));
await end();
process.exit(code);
