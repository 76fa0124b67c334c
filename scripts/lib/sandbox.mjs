import { freePort } from './ports.mjs';
import { readSite } from './site.mjs';
import { SANDBOX } from './tools.mjs';

/** Starts the sandbox on its ports or the next free ones, and waits until it is ready. */
export async function startSandbox(processes, env, { name = 'sandbox', print = () => {} } = {}) {
  const port = await choosePort('sandbox', Number(env.SANDBOX_PORT || 4242), print);
  const mailPort = await choosePort('mail server', Number(env.SANDBOX_SMTP_PORT || 2525), print);
  const { name: shop } = await readSite();
  const output = [];
  return new Promise((resolve, reject) => {
    const child = processes.start(name, process.execPath, [SANDBOX], {
      env: { ...env, SANDBOX_PORT: String(port), SANDBOX_SMTP_PORT: String(mailPort), SANDBOX_SHOP_NAME: shop },
      onLine(line) {
        output.push(line);
        if (line.startsWith('{"ready":true')) resolve(addresses(JSON.parse(line)));
        if (output.length > 50) output.shift();
      },
    });
    child.once('exit', (code) => reject(new Error(`The sandbox exited with code ${code}:\n${output.join('\n')}`)));
  });
}

/** The preferred port or the next free one, with a message. */
export async function choosePort(what, preferred, print) {
  const port = await freePort(preferred);
  if (preferred !== 0 && port !== preferred) print(`Port ${preferred} is in use, so the ${what} uses ${port}.`);
  return port;
}

/** The app's environment variables for a running sandbox. */
function addresses({ url, smtp }) {
  return { SANDBOX_URL: url, SMTP_URL: `smtp://127.0.0.1:${smtp}` };
}
