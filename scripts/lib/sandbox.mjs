import { freePort } from './ports.mjs';
import { tsx } from './tools.mjs';

/** Starts the sandbox on its ports, or the next free ones, and waits until it says where it is. */
export async function startSandbox(processes, env, { quiet = false } = {}) {
  const wish = Number(env.SANDBOX_PORT ?? 4242);
  const wishMail = Number(env.SANDBOX_SMTP_PORT ?? 2525);
  const port = await freePort(wish);
  const mailPort = await freePort(wishMail);
  if (!quiet && port !== wish) console.log(`Port ${wish} is taken; the sandbox uses ${port}.`);
  if (!quiet && mailPort !== wishMail) console.log(`Port ${wishMail} is taken; the mail server uses ${mailPort}.`);
  const output = [];
  return new Promise((resolve, reject) => {
    const child = processes.start('sandbox', process.execPath, tsx('sandbox/main.ts'), {
      env: { ...env, SANDBOX_PORT: String(port), SANDBOX_SMTP_PORT: String(mailPort) },
      onLine: (line) => {
        output.push(line);
        if (line.startsWith('{"ready":true')) resolve(JSON.parse(line));
      },
    });
    child.once('exit', (code) =>
      reject(new Error(`The sandbox ended (code ${code}):\n${output.slice(-20).join('\n')}`)),
    );
  });
}

/** What the app has to know of a sandbox that is ready. */
export function sandboxEnv({ url, smtp }) {
  return { SANDBOX_URL: url, SMTP_URL: `smtp://127.0.0.1:${smtp}` };
}
