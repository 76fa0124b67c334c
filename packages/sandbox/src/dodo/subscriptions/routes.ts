import { Hono } from 'hono';
import { z } from 'zod';
import { queryBoolean, readBody, readQuery } from '../api/body';
import { DodoError } from '../api/errors';
import { createdQuery, createdWithin, matches } from '../api/filters';
import { page, pageQuery } from '../api/page';
import { BRAND_ID } from '../business';
import { legacySubscription, legacySubscriptionBody } from '../checkouts/legacy';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { SubscriptionRecord } from '../records/subscription';
import { stampOrNull } from '../time/stamp';
import { usageHistory, usageHistoryQuery } from '../usage/history';
import { type ChangeResult, changePlan, NOTHING_TO_PAY } from './change-plan';
import { previewChange } from './change-plan-preview';
import { changePlanBody } from './change-plan-request';
import { chargeBody, chargeOnDemand } from './charge-on-demand';
import { change } from './state';
import { update, updateBody } from './update';
import { updateMethod, updateMethodBody } from './update-method';
import { subscriptionListWire, subscriptionWire } from './wire';

const STATUSES = ['pending', 'active', 'on_hold', 'paused', 'cancelled', 'failed', 'expired', 'past_due'] as const;

const listQuery = pageQuery.extend(createdQuery.shape).extend({
  brand_id: z.string().optional(),
  cancel_at_next_billing_date: queryBoolean.optional(),
  customer_id: z.string().optional(),
  product_id: z.string().optional(),
  status: z.enum(STATUSES).optional(),
});

type ListQuery = z.output<typeof listQuery>;

export function subscriptionRoutes(dodo: Dodo): Hono {
  const { subscriptions } = dodo.tables;
  const routes = new Hono();
  const row = (id: string): SubscriptionRecord => need(subscriptions, id);

  routes.get('/', (c) => {
    const query = readQuery(c, listQuery);
    const { customer_id } = query;
    const source = customer_id === undefined ? subscriptions.newestFirst() : subscriptions.by('customer', customer_id);
    return c.json(
      page(
        source,
        query,
        (each) => wanted(query, each),
        (each) => subscriptionListWire(dodo, each),
      ),
    );
  });

  routes.post('/', async (c) => c.json(legacySubscription(dodo, await readBody(c, legacySubscriptionBody))));

  routes.get('/:id', (c) => c.json(subscriptionWire(dodo, row(c.req.param('id')))));

  routes.patch('/:id', async (c) => {
    const body = await readBody(c, updateBody);
    return c.json(subscriptionWire(dodo, update(dodo, row(c.req.param('id')), body)));
  });

  routes.post('/:id/change-plan', async (c) => {
    const body = await readBody(c, changePlanBody);
    const result = changePlan(dodo, row(c.req.param('id')), body);
    const told = result.link !== null || dodo.switches.get('change_plan_answer') === 'payment';
    return c.json(linkWire(told ? result : NOTHING_TO_PAY));
  });

  routes.post('/:id/change-plan/preview', async (c) => {
    const body = await readBody(c, changePlanBody);
    return c.json(previewChange(dodo, row(c.req.param('id')), body));
  });

  routes.delete('/:id/change-plan/scheduled', (c) => {
    const found = row(c.req.param('id'));
    if (found.scheduled === null)
      throw new DodoError(404, 'SCHEDULED_PLAN_CHANGE_NOT_FOUND', 'No plan change is scheduled');
    change(dodo, found, { scheduled: null });
    return c.body(null, 204);
  });

  routes.post('/:id/update-payment-method', async (c) => {
    const body = await readBody(c, updateMethodBody);
    return c.json(linkWire(updateMethod(dodo, row(c.req.param('id')), body)));
  });

  routes.post('/:id/charge', async (c) => {
    const body = await readBody(c, chargeBody);
    return c.json({ payment_id: chargeOnDemand(dodo, row(c.req.param('id')), body).id });
  });

  routes.get('/:id/usage-history', (c) => {
    const query = readQuery(c, usageHistoryQuery);
    return c.json(usageHistory(dodo, row(c.req.param('id')), query));
  });

  return routes;
}

function wanted(query: ListQuery, row: SubscriptionRecord): boolean {
  return (
    createdWithin(query, row.createdMs) &&
    matches(query.brand_id, BRAND_ID) &&
    matches(query.cancel_at_next_billing_date, row.cancelAtNext) &&
    matches(query.product_id, row.plan.productId) &&
    matches(query.status, row.status)
  );
}

/** The response of change-plan and update-payment-method: all null when no payment is needed. */
function linkWire({ paymentId, link, expiresMs }: ChangeResult) {
  return {
    client_secret: link === null ? null : `${paymentId}_secret_sandbox`,
    expires_on: stampOrNull(expiresMs),
    payment_id: paymentId,
    payment_link: link,
  };
}
