import { ensureEnvFile, readEnv } from './env-file.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { Processes, run } from './processes.mjs';
import { sandboxEnv, startSandbox } from './sandbox.mjs';
import { generateClient, NEXT, tsx } from './tools.mjs';

/** Everything `npm run dev` does once the packages are there. */
export async function develop() {
  const began = Date.now();
  const processes = new Processes('dev');
  let postgres = null;
  let stopping = false;
  const stop = async (code) => {
    if (stopping) return;
    stopping = true;
    await processes.stopAll();
    await postgres?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

  try {
    if (ensureEnvFile()) console.log('Made .env with fresh secrets.');
    await processes.endLeftovers();
    const env = { ...readEnv(), NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' };
    if (!env.DATABASE_URL) {
      console.log('Starting PostgreSQL …');
      postgres = await startPostgres({ name: 'postgres' });
      env.DATABASE_URL = postgres.url;
    }
    generateClient();
    const port = await chosenPort('app', Number(new URL(env.APP_URL ?? 'http://127.0.0.1:3000').port || 3000));
    env.APP_URL = `http://127.0.0.1:${port}`;
    env.AUTH_URL = env.APP_URL;
    const real = Boolean(env.STRIPE_SECRET_KEY || env.DODO_PAYMENTS_API_KEY);
    if (!real) {
      Object.assign(env, sandboxEnv(await startSandbox(processes, env)));
    }
    console.log('Preparing the database …');
    run(process.execPath, tsx('scripts/prepare.ts'), env);
    console.log('Starting the app …');
    await startApp(processes, env, port, stop, () => stopping);
    announce(env, real, Math.round((Date.now() - began) / 1000));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function chosenPort(what, wish) {
  const port = await freePort(wish);
  if (port !== wish) console.log(`Port ${wish} is taken; the ${what} uses ${port}.`);
  return port;
}

/** Starts Next and waits for its first whole answer; afterwards its output is the terminal's. */
async function startApp(processes, env, port, stop, isStopping) {
  let speaking = false;
  const waiting = [];
  const child = processes.start('app', process.execPath, [NEXT, 'dev', '-H', '127.0.0.1', '-p', String(port)], {
    env,
    onLine: (line) => (speaking ? console.log(line) : waiting.push(line)),
  });
  child.once('exit', (code) => {
    if (isStopping()) return;
    console.error(`${speaking ? '' : `${waiting.join('\n')}\n`}The app ended (code ${code}).`);
    void stop(1);
  });
  for (;;) {
    const answer = await fetch(`${env.APP_URL}/api/health`).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  // The first visitor should not wait for the compiler.
  await fetch(`${env.APP_URL}/pricing`).catch(() => null);
  speaking = true;
}

function announce(env, real, seconds) {
  const lines = [
    ['The app', env.APP_URL],
    ...(real
      ? []
      : [
          ['Mailbox', `${env.SANDBOX_URL}/mail`],
          ['Sandbox', env.SANDBOX_URL],
        ]),
    ['Sign in as', 'demo@tollgate.test or admin@tollgate.test (the link is in the mailbox)'],
    ...(real ? [] : [['Pay with', '4242 4242 4242 4242, any future date, any CVC']]),
  ];
  console.log(
    `\nReady after ${seconds} s.\n${lines.map(([what, where]) => `  ${what.padEnd(11)} ${where}`).join('\n')}\n`,
  );
}
