import { id as randomId } from '../../engine/random';
import type { StripeContext } from '../api/context';
import { resourceMissing } from '../api/errors';

const LONGEST = 24 * 3600;

/**
 * Rotates an endpoint's signing secret, like "Roll secret" in the Dashboard: for a while both sign.
 * @param expiresIn real seconds until the old secret stops signing, at most a day
 */
export function rotateSecret(ctx: StripeContext, endpointId: string, expiresIn = LONGEST): { secret: string } {
  const { endpoints } = ctx.world.deliveries;
  const endpoint = endpoints.get(endpointId);
  if (endpoint?.provider !== 'stripe') throw resourceMissing('webhook endpoint', endpointId, 'webhook_endpoint', 404);
  const secret = randomId('whsec_', 32);
  const [current = ''] = endpoint.secrets;
  const until = Math.floor(Date.now() / 1000) + Math.min(expiresIn, LONGEST);
  endpoints.put(endpointId, { ...endpoint, secrets: [secret, current], old_secret_expires_at: until });
  return { secret };
}
