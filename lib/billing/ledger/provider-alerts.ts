import { db } from '@/lib/db';
import { withoutNul } from '../postgres-text';
import type { Mode, Provider } from '../types';
import { raiseAlert } from './alerts';

/** The provider refuses our key (401, 403). One alert for each provider and day (UTC, real time), however many calls fail. */
export async function alertDenied(provider: Provider, mode: Mode, error: Error): Promise<void> {
  await raiseDaily('key-denied', 'key without permission', provider, mode, error);
}

/** The provider could not be asked for a long time. One alert for each provider and day. */
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
