import { expect } from '@playwright/test';
import { inboxIsEmpty } from './ledger';
import { SANDBOX } from './urls';

/** The control API of the sandbox: the providers, the mail server, and the clock. */
async function control<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const answer = await fetch(`${SANDBOX}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  expect(answer.ok, `${method} ${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T; // shapes of the control API, given by the caller
}

/** Holds all webhooks back, or releases them. */
export const holdWebhooks = (on: boolean) => control('pause-deliveries', 'POST', { on });
export const breakApi = (provider: 'stripe' | 'dodo') => control('faults', 'POST', { kind: '500', provider });
export const repairApi = () => control('faults', 'DELETE');

/** Waits until everything pending has been delivered and processed. */
export async function webhooksArrived(): Promise<void> {
  await control('deliveries/idle', 'POST', {});
  await inboxIsEmpty();
}

/** The customer's bank opens a dispute over a payment, by the provider's id. */
export const disputePayment = (provider: 'stripe' | 'dodo', payment: string) =>
  control(`${provider}/payments/${payment}/dispute`, 'POST', {});

/** The bank returns a refund that Stripe had sent. */
export const failRefundAtStripe = (refund: string) => control(`stripe/refunds/${refund}/fail`, 'POST', {});

/** Pays a provider's checkout, without its page. */
export const payCheckout = (provider: 'stripe' | 'dodo', session: string, card: string) =>
  control(`${provider}/checkout/${session}/pay`, 'POST', { card: card.replaceAll(' ', '') });

/** How many requests the provider's API has received so far. */
export async function callsTo(provider: 'stripe' | 'dodo'): Promise<number> {
  const { data } = await control<{ data: unknown[] }>(`requests?provider=${provider}`);
  return data.length;
}

/** The sign-in link in the newest email to this address. */
export async function mailedLink(email: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => {
      const { data } = await control<{ data: { text: string }[] }>(`mail?to=${encodeURIComponent(email)}`);
      link = /https?:\/\/\S+/.exec(data[0]?.text ?? '')?.[0];
      return link;
    })
    .toBeDefined();
  return link ?? '';
}
