import { configuredProviders, driver } from '@/lib/billing/providers';
import { env } from '@/lib/env';
import type { PaymentEnv } from '@/lib/env/payment-env';
import { checkClock, timeAt } from './clock';
import { checkDatabase } from './database';
import { attempt, type Finding, ok, warning } from './finding';
import { checkProvider } from './providers';
import { checkWork } from './work';

/**
 * Checks this server's configuration, database, providers, and jobs, and says what to do about each fault. Changes nothing.
 * The environment must be valid. `migrations`: the names of all migrations of this version.
 */
export async function examine(migrations: readonly string[], isDaily = false): Promise<readonly Finding[]> {
  const { appEnv, appUrl, payments } = env();
  const findings = [
    ok('environment', `${appEnv}, ${payments.mode} mode, ${appUrl}`),
    ...(await checkDatabase(migrations)),
  ];
  if (findings.some(({ level, check }) => level === 'failure' && (check === 'database' || check === 'migrations')))
    return findings;
  for (const provider of configuredProviders()) {
    findings.push(...(await checkProvider(driver(provider))));
    const check = `clock and ${provider}`;
    findings.push(
      ...(await attempt(check, `This server must reach ${addressOf(payments)[provider]}`, async () =>
        checkClock(provider, await timeAt(addressOf(payments)[provider]), Date.now()),
      )),
    );
  }
  findings.push(...(await checkWork(new Date(), isDaily)), await checkApp(appUrl));
  return findings;
}

function addressOf({ sandboxUrl, mode }: PaymentEnv) {
  const dodo = mode === 'live' ? 'https://live.dodopayments.com' : 'https://test.dodopayments.com';
  return { stripe: sandboxUrl ?? 'https://api.stripe.com', dodo: sandboxUrl ?? dodo };
}

async function checkApp(appUrl: string): Promise<Finding> {
  const todo = 'Start it (npm start), or check APP_URL and what is in front of it';
  try {
    const { status } = await fetch(`${appUrl}/api/health`, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    return status === 200
      ? ok('app', `${appUrl} is healthy`)
      : warning('app', `${appUrl}/api/health answers ${status}`, todo);
  } catch {
    return warning('app', `${appUrl} does not answer from here`, todo);
  }
}
