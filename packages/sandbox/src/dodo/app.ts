import { Hono } from 'hono';
import type { World } from '../engine/world';
import { startActions } from './actions';
import { addonRoutes } from './addons/routes';
import { answerError, answerUnknown } from './api/answers';
import { authenticate } from './api/auth';
import { rateLimit } from './api/rate-limit';
import { checkoutRoutes } from './checkouts/routes';
import { controlRoutes } from './control/routes';
import { addStories } from './control/stories';
import { customerRoutes } from './customers/routes';
import { discountRoutes } from './discounts/routes';
import { disputeRoutes } from './disputes/routes';
import { type Dodo, openDodo } from './dodo';
import { invoiceRoutes } from './invoices/routes';
import { licenseInstanceRoutes, licenseKeyRoutes } from './licenses/admin-routes';
import { licenseRoutes } from './licenses/routes';
import { supportedCountries } from './lists/countries';
import { checkoutPages } from './pages/checkout';
import { paymentLinks } from './pages/payment-link';
import { portalPages } from './pages/portal';
import { paymentRoutes } from './payments/routes';
import { payoutRoutes } from './payouts/routes';
import { productRoutes } from './products/routes';
import { refundRoutes } from './refunds/routes';
import { subscriptionRoutes } from './subscriptions/routes';
import { eventRoutes } from './usage/event-routes';
import { meterRoutes } from './usage/meter-routes';
import { walletRoutes } from './wallets/routes';
import { webhookRoutes } from './webhooks/routes';
import { dodoDelivery } from './webhooks/sender';

const opened = new WeakMap<World, Dodo>();

/** The Dodo part of a world: tables, scheduled actions, sender, stories. Returns the same instance on every call. */
export function dodoOf(world: World): Dodo {
  const known = opened.get(world);
  if (known) return known;
  const dodo = openDodo(world);
  opened.set(world, dodo);
  startActions(dodo);
  world.deliveries.registerProvider(dodoDelivery(dodo));
  addStories(dodo);
  return dodo;
}

/** Dodo's API, mounted at `/dodo`. */
export function createDodo(world: World): Hono {
  const dodo = dodoOf(world);
  const api = new Hono().basePath('/dodo');
  api.onError(answerError);
  api.use(rateLimit(dodo.switches));
  api.use(authenticate);
  api.route('/products', productRoutes(dodo));
  api.route('/customers', customerRoutes(dodo));
  api.route('/customers', walletRoutes(dodo));
  api.route('/checkouts', checkoutRoutes(dodo));
  api.route('/payments', paymentRoutes(dodo));
  api.route('/subscriptions', subscriptionRoutes(dodo));
  api.route('/refunds', refundRoutes(dodo));
  api.route('/disputes', disputeRoutes(dodo));
  api.route('/discounts', discountRoutes(dodo));
  api.route('/addons', addonRoutes(dodo));
  api.route('/licenses', licenseRoutes(dodo));
  api.route('/license_keys', licenseKeyRoutes(dodo));
  api.route('/license_key_instances', licenseInstanceRoutes(dodo));
  api.route('/events', eventRoutes(dodo));
  api.route('/meters', meterRoutes(dodo));
  api.route('/payouts', payoutRoutes(dodo));
  api.route('/webhooks', webhookRoutes(dodo));
  api.route('/invoices', invoiceRoutes(dodo));
  api.get('/checkout/supported_countries', (c) => c.json(supportedCountries));
  // Mounted apps lose their own notFound handler, so a catch-all route replaces it.
  api.all('*', answerUnknown);
  return api;
}

/** The hosted pages at `/pay/dodo` and the control routes at `/_sandbox/dodo`. */
export function dodoPages(world: World): Hono {
  const dodo = dodoOf(world);
  const pages = new Hono();
  pages.route('/', checkoutPages(dodo));
  pages.route('/', paymentLinks(dodo));
  pages.route('/', portalPages(dodo));
  pages.route('/', controlRoutes(dodo));
  return pages;
}
