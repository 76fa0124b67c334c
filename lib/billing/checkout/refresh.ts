import { appError } from '@/lib/errors';
import { log } from '@/lib/log';
import { pullPrices } from '../catalog/push';
import { refreshCustomer } from '../ledger/refresh-customer';
import type { Provider } from '../types';

/**
 * Brings up to date what a refused checkout was made of: the customer, and which prices are on sale. Changes nothing at
 * the provider: what was archived there stays so. Raises billing/provider-unavailable (503).
 */
export async function refreshAfterRefusal(workspaceId: string, provider: Provider): Promise<void> {
  try {
    await refreshCustomer(workspaceId, provider);
    await pullPrices(provider);
  } catch (error) {
    log().error({ err: error, provider }, 'not refreshed after a refusal');
    throw appError('billing/provider-unavailable', { cause: error });
  }
}
