import { db } from '@/lib/db';
import { withoutNul } from '../postgres-text';
import type { Mode, Provider } from '../types';
import { raiseAlert } from './alerts';

/** The provider rejects our key (401), or doesn't let it read something (403). One alert per provider and day (UTC, real time), however many calls. */
export async function alertDenied(provider: Provider, mode: Mode, error: Error): Promise<void> {
  await raiseDaily('key-denied', 'key without permission', provider, mode, error);
}

/** The provider has been unreachable for a long time. One alert per provider and day. */
export async function alertUnreachable(provider: Provider, mode: Mode, error: Error): Promise<void> {
  await raiseDaily('provider-unreachable', 'provider unreachable', provider, mode, error);
}

async function raiseDaily(
  name: string,
  kind: 'key without permission' | 'provider unreachable',
  provider: Provider,
  mode: Mode,
  error: Error,
): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const message = withoutNul(error.message).slice(0, 500);
  await raiseAlert(db(), `${name}:${provider}:${mode}:${day}`, kind, { provider, mode, message });
}
