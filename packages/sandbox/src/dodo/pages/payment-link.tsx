/** @jsxImportSource hono/jsx */
import { type Context, type Env, Hono } from 'hono';
import { Button, layout } from '../../engine/page';
import { answerError } from '../api/answers';
import { invalidParameters } from '../api/errors';
import { openCheckout } from '../checkouts/open';
import { checkoutBody } from '../checkouts/schema';
import type { Dodo } from '../dodo';

const METADATA = 'metadata_';

/**
 * A product's payment link, `…/buy/<product>?quantity=…`, as copied from the dashboard. At Dodo Payments each visit
 * creates a checkout session; here the button does, because GET requests change nothing in the sandbox. The session has
 * none of the app's own metadata unless the URL contains `metadata_<key>` (Dodo docs, "Static Payment Links").
 * @throws 400 for an unsupported parameter
 */
export function paymentLinks(dodo: Dodo): Hono {
  const app = new Hono();
  app.onError(answerError);
  const address = '/pay/dodo/buy/:product';
  app.get(address, (c) => {
    orderOf(c);
    const view = (
      <form method="post" class="stack">
        <Button wide>Continue to checkout</Button>
      </form>
    );
    return c.html(layout('Payment link', view, { provider: 'dodo' }));
  });
  app.post(address, (c) => c.redirect(`/pay/dodo/session/${openCheckout(dodo, orderOf(c)).id}`, 303));
  return app;
}

/** The parameters of a link. */
function orderOf(c: Context<Env, '/pay/dodo/buy/:product'>) {
  const { quantity = '1', email, fullName, redirect_url, country, ...others } = c.req.query();
  const unknown = Object.keys(others).filter((name) => !name.startsWith(METADATA));
  if (unknown.length > 0) throw invalidParameters(`The sandbox does not play ${unknown.join(', ')}`);
  const metadata = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name.slice(METADATA.length), value]),
  );
  const body = checkoutBody.safeParse({
    product_cart: [{ product_id: c.req.param('product'), quantity: Number(quantity) }],
    customer: email === undefined ? null : { email, name: fullName },
    billing_address: country === undefined ? null : { country },
    return_url: redirect_url,
    metadata,
  });
  if (!body.success) throw invalidParameters(body.error.issues[0]?.message ?? 'This link isn’t valid');
  return body.data;
}
