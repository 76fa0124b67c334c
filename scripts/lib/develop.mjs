import { setTimeout as pause } from 'node:timers/promises';
import { ensureEnvFile, readEnv } from './env-file.mjs';
import { startNext } from './next-app.mjs';
import { startPostgres } from './postgres.mjs';
import { Processes } from './processes.mjs';
import { choosePort, startSandbox } from './sandbox.mjs';
import { readSite } from './site.mjs';
import { generateClient, tsx } from './tools.mjs';

const print = (text) => console.log(text);

/** Runs `npm run dev`, after packages are installed. */
export async function develop() {
  const processes = new Processes('dev');
  let postgres = Promise.resolve(null);
  let stopping = false;
  const stop = async (code) => {
    if (stopping) return;
    stopping = true;
    await processes.stopAll();
    await postgres.then((server) => server?.stop()).catch(() => {});
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

  try {
    if (ensureEnvFile()) print('Created .env with new secrets.');
    await processes.begin();
    const env = { ...readEnv(), NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
    if (!env.DATABASE_URL) {
      print('Starting PostgreSQL…');
      postgres = startPostgres();
      env.DATABASE_URL = (await postgres).url;
    }
    generateClient();
    const port = await choosePort('app', preferredPort(env), print);
    env.APP_URL = `http://127.0.0.1:${port}`;
    env.AUTH_URL = env.APP_URL;
    const real = Boolean(env.STRIPE_SECRET_KEY || env.DODO_PAYMENTS_API_KEY);
    if (!real) Object.assign(env, await startSandbox(processes, env, { print }));
    const { APP_URL, AUTH_URL, DATABASE_URL, SANDBOX_URL, SMTP_URL } = env;
    processes.note({ APP_URL, AUTH_URL, DATABASE_URL, SANDBOX_URL, SMTP_URL });
    print('Preparing the database…');
    await processes.must(process.execPath, tsx('scripts/prepare.ts'), env);
    print('Starting the app…');
    await runApp(processes, env, port, () => stopping, stop);
    announce(env, real, (await readSite()).id);
  } catch (error) {
    if (stopping) return;
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

function preferredPort({ PORT, APP_URL }) {
  return Number(PORT || new URL(APP_URL || 'http://127.0.0.1:3000').port || 3000);
}

/** Starts Next, warms up the compiler, then prints Next's output. */
async function runApp(processes, env, port, isStopping, stop) {
  const app = startNext(processes, 'app', 'dev', port, env, 120);
  app.child.once('exit', (code) => {
    if (isStopping()) return;
    console.error(`${app.lines.join('\n')}\nThe app exited with code ${code}.`);
    void stop(1);
  });
  const healthy = await app.healthy;
  if (healthy) await fetch(`${env.APP_URL}/pricing`).catch(() => null);
  else console.error(`${app.lines.join('\n')}\nThe app is running but unhealthy. See ${env.APP_URL}/api/health`);
  await pause(250); // Next logs a request shortly after responding
  app.lines.length = 0;
  app.follow((line) => isStopping() || print(line));
}

function announce(env, real, site) {
  const seconds = Math.round(performance.now() / 1000); // since the process started, including npm install
  const sandbox = [
    ['Mailbox', `${env.SANDBOX_URL}/mail`],
    ['Sandbox', `${env.SANDBOX_URL} (events, deliveries, clock)`],
  ];
  const lines = [
    ['App', env.APP_URL],
    ...(real ? [] : sandbox),
    ['Sign in as', `demo@${site}.test or admin@${site}.test (the sign-in link is in the mailbox)`],
    ...(real ? [] : [['Pay with', '4242 4242 4242 4242, any future date, any CVC']]),
  ];
  print(`\nReady in ${seconds} s. Press Ctrl-C to stop everything.`);
  print(`${lines.map(([what, where]) => `  ${what.padEnd(11)} ${where}`).join('\n')}\n`);
}
