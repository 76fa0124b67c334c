import { setTimeout as pause } from 'node:timers/promises';
import { ensureEnvFile, readEnv } from './env-file.mjs';
import { startNext } from './next-app.mjs';
import { startPostgres } from './postgres.mjs';
import { Processes } from './processes.mjs';
import { chosenPort, startSandbox } from './sandbox.mjs';
import { generateClient, tsx } from './tools.mjs';

const say = (words) => console.log(words);

/** Everything `npm run dev` does once the packages are there. */
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
    if (ensureEnvFile()) say('Made .env with fresh secrets.');
    await processes.begin();
    const env = { ...readEnv(), NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
    if (!env.DATABASE_URL) {
      say('Starting PostgreSQL …');
      postgres = startPostgres();
      env.DATABASE_URL = (await postgres).url;
    }
    generateClient();
    const port = await chosenPort('app', wishedPort(env), say);
    env.APP_URL = `http://127.0.0.1:${port}`;
    env.AUTH_URL = env.APP_URL;
    const real = Boolean(env.STRIPE_SECRET_KEY || env.DODO_PAYMENTS_API_KEY);
    if (!real) Object.assign(env, await startSandbox(processes, env, { say }));
    const { APP_URL, AUTH_URL, DATABASE_URL, SANDBOX_URL, SMTP_URL } = env;
    processes.note({ APP_URL, AUTH_URL, DATABASE_URL, SANDBOX_URL, SMTP_URL });
    say('Preparing the database …');
    await processes.must(process.execPath, tsx('scripts/prepare.ts'), env);
    say('Starting the app …');
    await runApp(processes, env, port, () => stopping, stop);
    announce(env, real);
  } catch (error) {
    if (stopping) return;
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

function wishedPort({ PORT, APP_URL }) {
  return Number(PORT || new URL(APP_URL || 'http://127.0.0.1:3000').port || 3000);
}

/** Starts Next and waits until the first visitor would not wait for the compiler; then its words are the terminal's. */
async function runApp(processes, env, port, isStopping, stop) {
  const app = startNext(processes, 'app', 'dev', port, env, 120);
  app.child.once('exit', (code) => {
    if (isStopping()) return;
    console.error(`${app.lines.join('\n')}\nThe app ended (code ${code}).`);
    void stop(1);
  });
  const fine = await app.healthy;
  if (fine) await fetch(`${env.APP_URL}/pricing`).catch(() => null);
  else console.error(`${app.lines.join('\n')}\nThe app runs but is not well: see ${env.APP_URL}/api/health`);
  await pause(250); // Next writes of a request a moment after it has answered
  app.lines.length = 0;
  app.follow((line) => isStopping() || say(line));
}

function announce(env, real) {
  const seconds = Math.round(performance.now() / 1000); // since this process began, packages and all
  const sandbox = [
    ['Mailbox', `${env.SANDBOX_URL}/mail`],
    ['Sandbox', `${env.SANDBOX_URL} (events, deliveries, clock)`],
  ];
  const lines = [
    ['The app', env.APP_URL],
    ...(real ? [] : sandbox),
    ['Sign in as', `demo@tollgate.test or admin@tollgate.test (the link comes by mail)`],
    ...(real ? [] : [['Pay with', '4242 4242 4242 4242, any date to come, any CVC']]),
  ];
  say(`\nReady after ${seconds} s. Ctrl-C ends everything.`);
  say(`${lines.map(([what, where]) => `  ${what.padEnd(11)} ${where}`).join('\n')}\n`);
}
