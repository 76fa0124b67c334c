/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono';
import { Button, Line, layout, Notice } from '../../engine/page';
import type { StripeContext } from '../api/context';
import type { PaymentIntentRecord, SetupIntentRecord } from '../api/tables';
import { ACCOUNT_NAME } from '../billing-account';
import { sessionOfIntent } from '../checkout/hidden-state';
import { money } from '../invoices/format';
import { answerChallenge } from '../payment-intents/challenge';
import { answerSetupChallenge } from '../setup-intents/confirm';
import { successUrl } from './checkout-routes';
import { field, readForm } from './form';

type Intent = PaymentIntentRecord | SetupIntentRecord;

/** The page of the customer's bank: 3-D Secure. */
export function challengePages(ctx: StripeContext): Hono {
  const app = new Hono();
  const intentOf = (http: Context): Intent => {
    const id = http.req.param('id') ?? '';
    return id.startsWith('seti_')
      ? ctx.need(ctx.tables.setupIntents, 'setupintent', id)
      : ctx.need(ctx.tables.paymentIntents, 'payment_intent', id);
  };

  app.get('/pay/stripe/challenge/:id', (http) => {
    const intent = intentOf(http);
    if (intent.status !== 'requires_action') return http.redirect(back(ctx, intent, null), 303);
    return http.html(challengePage(intent));
  });

  app.post('/pay/stripe/challenge/:id', async (http) => {
    const intent = intentOf(http);
    const returnUrl = intent.next_action?.redirect_to_url?.return_url ?? null;
    if (intent.status === 'requires_action') {
      const passed = field(await readForm(http), 'answer') === 'pass';
      if (intent.object === 'setup_intent') answerSetupChallenge(ctx, intent.id, passed);
      else answerChallenge(ctx, intent.id, passed);
    }
    return http.redirect(back(ctx, intentOf(http), returnUrl), 303);
  });
  return app;
}

/** After Checkout, redirects to the shop or back to the form; otherwise to the return URL, like stripe.js. */
function back(ctx: StripeContext, intent: Intent, returnUrl: string | null): string {
  const session = ctx.tables.checkoutSessions.get(sessionOfIntent(ctx, intent.id) ?? '');
  if (session?.status === 'complete') return successUrl(session);
  if (session) return `/pay/stripe/checkout/${session.id}`;
  if (returnUrl === null) return `/pay/stripe/challenge/${intent.id}/done`;
  const url = new URL(returnUrl, ctx.world.config.url);
  const name = intent.object;
  url.searchParams.set(name, intent.id);
  url.searchParams.set(`${name}_client_secret`, intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.toString();
}

function challengePage(intent: Intent): string {
  return layout(
    'Confirm your payment',
    <section class="panel">
      <h1>Is this you?</h1>
      <p>The bank of this test card requires authentication (3-D Secure).</p>
      <Line label="Shop">{ACCOUNT_NAME}</Line>
      {intent.object === 'payment_intent' ? <Line label="Amount">{money(intent.amount, intent.currency)}</Line> : null}
      <form method="post" class="stack">
        <Button wide name="answer" value="pass">
          Yes, complete authentication
        </Button>
        <Button kind="plain" wide name="answer" value="fail">
          No, fail authentication
        </Button>
      </form>
      <Notice>You decide here. A real bank would require a code or a fingerprint.</Notice>
    </section>,
    { provider: 'stripe' },
  );
}
