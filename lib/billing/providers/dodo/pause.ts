import type DodoPayments from 'dodopayments';
import { ProviderRefused } from '../errors';
import type { ChangePreview } from '../requests';
import { ONCE } from './client';
import { acting, reading } from './errors';

type Status = 'paused' | 'active';

/** Pauses immediately; the remaining time is used after the pause. */
export async function pause(dodo: DodoPayments, subscriptionId: string): Promise<void> {
  await put(dodo, subscriptionId, 'paused');
}

/** Resuming uses the remaining time: nothing is charged. */
export async function previewResume(dodo: DodoPayments, subscriptionId: string): Promise<ChangePreview> {
  const { currency } = await reading(() => dodo.subscriptions.retrieve(subscriptionId));
  return { dueNow: 0n, credit: 0n, currency: currency.toUpperCase() };
}

export async function resume(dodo: DodoPayments, subscriptionId: string): Promise<void> {
  await put(dodo, subscriptionId, 'active');
}

/** The status is sent alone. If the refusal is because it's already in that state, that counts as done. */
async function put(dodo: DodoPayments, subscriptionId: string, status: Status): Promise<void> {
  try {
    await acting(() => dodo.subscriptions.update(subscriptionId, { status }, ONCE));
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    const now = await reading(() => dodo.subscriptions.retrieve(subscriptionId));
    if (now.status !== status) throw error;
  }
}
