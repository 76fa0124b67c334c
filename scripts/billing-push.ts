// npm run billing:push [-- --dry-run]: creates and updates the catalog, the billing portal, and this server's webhook
// endpoint at every configured provider. With --dry-run it only says what it would change. Safe to run twice.
import { parseArgs } from 'node:util';
import { type CatalogPrice, pushCatalog } from '@/lib/billing/catalog/push';
import { endpointUrl, isReachable, pushEndpoints } from '@/lib/billing/catalog/push-endpoints';
import { formatMoney } from '@/lib/billing/money';
import { ProviderRefused, ProviderUnavailable, ProviderUnknown } from '@/lib/billing/providers/errors';
import { PushRun } from '@/lib/billing/providers/push-run';
import { resyncMapped } from '@/lib/billing/reconcile/resync-mapped';
import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const dryRun = values['dry-run'];
const runs = { stripe: new PushRun(dryRun), dodo: new PushRun(dryRun) };
const runOf = (provider: Provider) => runs[provider];
/** The variable that holds the secret of a provider's endpoint. */
const SECRET = { stripe: 'STRIPE_WEBHOOK_SECRET', dodo: 'DODO_PAYMENTS_WEBHOOK_KEY' } as const;

const PROVIDER_ERRORS = [ProviderRefused, ProviderUnavailable, ProviderUnknown];

/** What a provider answered, in one line; any other error is ours. */
function giveUp(error: unknown): never {
  if (!PROVIDER_ERRORS.some((type) => error instanceof type)) throw error;
  console.error(
    `${String(error)}. Completed changes were kept; run the command again to continue. npm run doctor checks the keys.`,
  );
  process.exit(1);
}

const prices = await pushCatalog(runOf).catch(giveUp);
const endpoints = await pushEndpoints(runOf).catch(giveUp);

for (const [provider, { changes }] of Object.entries(runs))
  for (const change of changes) console.log(`${provider}: ${dryRun ? 'would ' : ''}${change}`);
const changed = runs.stripe.changes.length + runs.dodo.changes.length;
if (changed === 0) console.log('Everything at the providers is up to date.');
if (!isReachable()) {
  console.log(
    `No webhook endpoint was created because providers can’t reach ${endpointUrl('stripe')}. To forward webhooks to it,`,
  );
  console.log('see docs/getting-started.md#use-real-test-keys.');
}
if (dryRun) {
  console.log(
    `Nothing was changed. Without --dry-run, ${changed} ${changed === 1 ? 'change' : 'changes'} would be made.`,
  );
  process.exit(0);
}

const onSale = prices.filter((price) => price.active);
console.table(
  onSale.map(({ provider, mode, sku, amount, currency, externalId }: CatalogPrice) => ({
    provider,
    mode,
    sku,
    price: `${formatMoney(amount, currency)} ${currency}`,
    id: externalId,
  })),
);
console.log(`${onSale.length} prices on sale, ${prices.length - onSale.length} archived and still recognized.`);
for (const { provider, secret, externalId } of endpoints) {
  if (secret === null) continue;
  console.log(
    `\nThis is the only time the secret for ${externalId} is shown. Add it to the start of ${SECRET[provider]}`,
  );
  console.log(
    `(separate several with commas), restart every server, then run this again:\n\n${SECRET[provider]}=${secret}\n`,
  );
}
const { synced, failed } = await resyncMapped(prices);
if (synced > 0) console.log(`Synced ${synced} subscriptions and payments with a newly mapped price.`);
if (failed > 0) console.log(`${failed} could not be synced; npm run billing:reconcile retries them.`);
await db().$disconnect();
