// npm run sandbox: starts only the sandbox, on the ports in .env or the next free ones.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled();
const { ensureEnvFile, readEnv } = await import('./lib/env-file.mjs');
const { Processes } = await import('./lib/processes.mjs');
const { startSandbox } = await import('./lib/sandbox.mjs');

const processes = new Processes('sandbox');
const stop = () => processes.stopAll().then(() => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
ensureEnvFile();
await processes.begin();
const { SANDBOX_URL, SMTP_URL } = await startSandbox(processes, readEnv(), { print: console.log });
console.log(`Sandbox ${SANDBOX_URL}\nMailbox ${SANDBOX_URL}/mail\nSMTP    ${SMTP_URL}`);
