import { createHmac, randomUUID } from 'node:crypto';
import { SANDBOX } from './urls';

export type Provider = 'stripe' | 'dodo';
export const PROVIDERS: readonly Provider[] = ['stripe', 'dodo'];

/** The secret that our endpoint shares with this provider. */
async function secretOf(provider: Provider): Promise<string> {
  const answer = await fetch(`${SANDBOX}/_sandbox/endpoints`);
  const { data } = (await answer.json()) as { data: { provider: string; secrets: string[] }[] }; // shape of the control API
  return data.find((endpoint) => endpoint.provider === provider)?.secrets[0] ?? '';
}

/** An event of an unknown type: it is stored, and nothing else happens. */
export function novelty(provider: Provider): string {
  return provider === 'stripe'
    ? JSON.stringify({
        ...{ id: `evt_${randomUUID()}`, object: 'event', type: 'money.teleported', created: 1, livemode: false },
        data: { object: { note: 'Zürich' } },
      })
    : JSON.stringify({ type: 'money.teleported', timestamp: '2026-03-10T10:00:00Z', data: { note: 'Zürich' } });
}

/** The headers with which a provider signs a body, as its documentation describes. */
export async function signatureOf(
  provider: Provider,
  body: string,
  {
    at = Math.floor(Date.now() / 1000),
    secret,
    id = `msg_${randomUUID()}`,
  }: { at?: number; secret?: string; id?: string } = {},
): Promise<Record<string, string>> {
  const key = secret ?? (await secretOf(provider));
  if (provider === 'stripe') {
    const mac = createHmac('sha256', key).update(`${at}.${body}`).digest('hex');
    return { 'stripe-signature': `t=${at},v1=${mac}` };
  }
  const bytes = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', bytes).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
}
