import { clientIp } from '@/lib/client-ip';
import { limit } from '@/lib/rate-limit';

const WINDOW_SECONDS = 600;

/**
 * Limits what leads to a provider, for each account and for each address: a checkout opened is a call that is paid
 * for in somebody's quota. An address may be an office, so it gets more. Raises request/too-many (429).
 */
export async function limitBilling(name: 'checkout' | 'portal', userId: string, request: Request): Promise<void> {
  await limit(`${name}-account`, userId, { max: 20, windowSeconds: WINDOW_SECONDS });
  await limit(`${name}-address`, clientIp(request.headers), { max: 200, windowSeconds: WINDOW_SECONDS });
}
