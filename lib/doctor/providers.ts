import { priceSpecs } from '@/lib/billing/catalog/push';
import { endpointUrl, isReachable } from '@/lib/billing/catalog/push-endpoints';
import type { EndpointState } from '@/lib/billing/providers/endpoint';
import { ProviderDenied } from '@/lib/billing/providers/errors';
import type { ProviderDriver } from '@/lib/billing/providers/provider';
import type { PushedPrice } from '@/lib/billing/providers/requests';
import { db } from '@/lib/db';
import { attempt, type Finding, failure, ok, warning } from './finding';

const PUSH = 'Run: npm run billing:push';
const SECRET = { stripe: 'STRIPE_WEBHOOK_SECRET', dodo: 'DODO_PAYMENTS_WEBHOOK_KEY' } as const;
const KEY = { stripe: 'STRIPE_SECRET_KEY', dodo: 'DODO_PAYMENTS_API_KEY' } as const;

/** Everything that can be asked of one provider. Changes nothing there. */
export async function checkProvider(at: ProviderDriver): Promise<readonly Finding[]> {
  const { name, mode } = at;
  const key = await attempt(`${name} key`, `Look at ${name}'s status page and at this server's network`, async () => {
    try {
      await at.listPrices();
      return ok(`${name} key`, `accepted, ${mode} mode`);
    } catch (error) {
      if (!(error instanceof ProviderDenied)) throw error;
      const todo = `Set ${KEY[name]} to a key of this account and mode that may read products`;
      return failure(`${name} key`, error.message, todo);
    }
  });
  if (key.some(({ level }) => level === 'failure')) return key;
  return [
    ...key,
    ...(await attempt(`${name} endpoint`, `Give ${KEY[name]} permission for webhook endpoints`, () =>
      checkEndpoint(at),
    )),
    ...(await attempt(`${name} prices`, PUSH, () => checkPrices(at))),
    ...(await attempt(`${name} portal`, PUSH, () => checkPortal(at))),
  ];
}

async function checkEndpoint(at: ProviderDriver): Promise<readonly Finding[]> {
  const check = `${at.name} endpoint`;
  const url = endpointUrl(at.name);
  if (!isReachable()) {
    const todo = 'Forward webhooks while you develop: docs/getting-started.md#use-real-test-keys';
    return [warning(check, `${url} can't be reached by ${at.name}`, todo)];
  }
  const endpoint = await at.findEndpoint(url);
  if (endpoint === null) return [failure(check, `none for ${url}`, PUSH)];
  return [
    ...(endpoint.enabled
      ? [ok(check, `${endpoint.externalId} is enabled`)]
      : [failure(check, `${endpoint.externalId} is disabled`, PUSH)]),
    checkEvents(at, endpoint),
    ...checkVersion(at, endpoint),
    await checkSecret(at, endpoint),
  ];
}

function checkEvents({ name }: ProviderDriver, { missing, extra }: EndpointState): Finding {
  const check = `${name} events`;
  if (missing.length > 0) return failure(check, `not sent: ${missing.join(', ')}`, PUSH);
  if (extra.length > 0) return warning(check, `unneeded events enabled: ${extra.join(', ')}`, PUSH);
  return ok(check, 'all required events, no extras');
}

function checkVersion({ name }: ProviderDriver, { version }: EndpointState): Finding[] {
  if (version === null) return [];
  const check = `${name} API version`;
  const { is, wanted } = version;
  if (is === wanted) return [ok(check, wanted)];
  const found = `the endpoint sends ${is ?? "the account's default"}, the SDK reads ${wanted}`;
  return [warning(check, found, `${PUSH}: it makes an endpoint of the right version and prints its secret`)];
}

async function checkSecret(
  { name, mode }: ProviderDriver,
  { secretFits, externalId }: EndpointState,
): Promise<Finding> {
  const check = `${name} secret`;
  if (secretFits === true) return ok(check, `${SECRET[name]} matches the endpoint`);
  const todo = `Copy the secret for ${externalId} from the dashboard into ${SECRET[name]} and restart`;
  if (secretFits === false) return failure(check, `${SECRET[name]} doesn’t include the secret for ${externalId}`, todo);
  const accepted = await db().webhookEvent.aggregate({
    where: { provider: name, mode },
    _max: { lastReceivedAt: true },
  });
  const at = accepted._max.lastReceivedAt;
  if (at !== null) return ok(check, `a signed webhook was accepted at ${at.toISOString()}`);
  return warning(check, 'no webhook has been accepted yet, and the secret of this endpoint is not known', todo);
}

/** Every price of the catalog can be bought there at its amount, and this database knows it. */
async function checkPrices(at: ProviderDriver): Promise<Finding> {
  const check = `${at.name} prices`;
  const specs = priceSpecs(at.name);
  const there = (await at.listPrices()).filter(({ active }) => active);
  const rows = await db().providerPrice.findMany({ where: { provider: at.name, mode: at.mode, active: true } });
  const known = new Set(rows.map(({ externalId }) => externalId));
  const problems = specs.flatMap(({ sku, currency, amount }) => {
    const name = `${sku} ${currency}`;
    const sold = there.filter((price) => price.sku === sku && price.currency === currency);
    const right = sold.find((price) => price.amount === amount);
    if (right === undefined)
      return [`${name} ${sold.length === 0 ? 'is not on sale' : `costs ${amounts(sold)}, not ${amount}`}`];
    return known.has(right.externalId) ? [] : [`${name} is not known to this database`];
  });
  if (problems.length === 0) return ok(check, `${specs.length} on sale, as in the catalog`);
  const rest = problems.length > 3 ? `, and ${problems.length - 3} more` : '';
  return failure(check, `${problems.slice(0, 3).join('; ')}${rest}`, PUSH);
}

const amounts = (prices: readonly PushedPrice[]) => prices.map(({ amount }) => amount).join(', ');

async function checkPortal(at: ProviderDriver): Promise<readonly Finding[]> {
  const pushed = await at.portalIsPushed();
  if (pushed === null) return [];
  const check = `${at.name} portal`;
  if (pushed) return [ok(check, 'set up')];
  return [failure(check, 'not set up: customers could change plans there without seeing the exact amount', PUSH)];
}
