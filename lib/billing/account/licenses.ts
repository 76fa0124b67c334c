import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';

export interface LicenseView {
  readonly id: string;
  readonly key: string;
  readonly state: 'valid' | 'over' | 'off';
  /** How many devices may use it; null for any number. */
  readonly devices: number | null;
  readonly expiresAt: Date | null;
}

/** The license keys of one person, newest first. */
export async function licensesOf(workspaceId: string): Promise<LicenseView[]> {
  const [now, keys] = await Promise.all([
    businessNow(),
    db().licenseKey.findMany({ where: { workspaceId, mode: env().payments.mode }, orderBy: { createdAt: 'desc' } }),
  ]);
  return keys.map(({ id, key, disabled, activationsLimit, expiresAt }) => ({
    ...{ id, key, devices: activationsLimit, expiresAt },
    state: stateOf(disabled, expiresAt, now),
  }));
}

/** No event announces that a key has expired, so its date decides. */
function stateOf(disabled: boolean, expiresAt: Date | null, now: Date): LicenseView['state'] {
  if (disabled) return 'off';
  return expiresAt !== null && expiresAt <= now ? 'over' : 'valid';
}
