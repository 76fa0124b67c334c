import { freePort } from './ports.mjs';
import { SANDBOX } from './tools.mjs';

/** Starts the sandbox on its ports, or the next free ones, and waits until it says where it is. */
export async function startSandbox(processes, env, { name = 'sandbox', say = () => {} } = {}) {
  const port = await chosenPort('sandbox', Number(env.SANDBOX_PORT || 4242), say);
  const mailPort = await chosenPort('mail server', Number(env.SANDBOX_SMTP_PORT || 2525), say);
  const output = [];
  return new Promise((resolve, reject) => {
    const child = processes.start(name, process.execPath, [SANDBOX], {
      env: { ...env, SANDBOX_PORT: String(port), SANDBOX_SMTP_PORT: String(mailPort) },
      onLine(line) {
        output.push(line);
        if (line.startsWith('{"ready":true')) resolve(addresses(JSON.parse(line)));
        if (output.length > 50) output.shift();
      },
    });
    child.once('exit', (code) => reject(new Error(`The sandbox ended (code ${code}):\n${output.join('\n')}`)));
  });
}

/** The port wished for, or the next free one, said so. */
export async function chosenPort(what, wish, say) {
  const port = await freePort(wish);
  if (wish !== 0 && port !== wish) say(`Port ${wish} is taken; the ${what} uses ${port}.`);
  return port;
}

/** What the app has to know of a sandbox that is ready. */
function addresses({ url, smtp }) {
  return { SANDBOX_URL: url, SMTP_URL: `smtp://127.0.0.1:${smtp}` };
}
