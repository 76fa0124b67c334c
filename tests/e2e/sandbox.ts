import { expect } from '@playwright/test';
import { inboxIsEmpty } from './ledger';
import { SANDBOX } from './urls';

/** The world outside, told what to do. */
async function control<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const answer = await fetch(`${SANDBOX}/_sandbox/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  expect(answer.ok, `${method} ${path} answered ${answer.status}`).toBe(true);
  return (await answer.json()) as T; // the control API's own shapes, said by the caller
}

/** Holds all webhooks back, or lets them go. */
export const holdWebhooks = (on: boolean) => control('pause-deliveries', 'POST', { on });
export const breakApi = (provider: 'stripe' | 'dodo') => control('faults', 'POST', { kind: '500', provider });
export const repairApi = () => control('faults', 'DELETE');

/** Everything under way has been delivered and worked through. */
export async function webhooksArrived(): Promise<void> {
  await control('deliveries/idle', 'POST', {});
  await inboxIsEmpty();
}

/** The customer's bank opens a dispute over a payment, by the provider's id. */
export const disputePayment = (provider: 'stripe' | 'dodo', payment: string) =>
  control(`${provider}/payments/${payment}/dispute`, 'POST', {});

/** How many requests the provider's API has had so far. */
export async function callsTo(provider: 'stripe' | 'dodo'): Promise<number> {
  const { data } = await control<{ data: unknown[] }>(`requests?provider=${provider}`);
  return data.length;
}

/** The sign-in link in the newest mail to this address. */
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
