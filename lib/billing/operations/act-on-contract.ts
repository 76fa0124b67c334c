import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Prisma, Subscription } from '@/lib/generated/prisma/client';
import type { OperationKind } from '../ledger/plan-operation';
import { contractShown, isSameContract } from './contract-shown';
import { runOperationNow } from './request';
import type { ShownTerms } from './shown-terms';

interface Act {
  /** What the page showed; if absent, the ledger's state when the request begins. */
  readonly terms?: ShownTerms | null;
  readonly params?: Prisma.InputJsonObject;
  /** Who requested it: `user:<id>`, `admin:<id>`, or `command line`. */
  readonly actor: string;
  /** The subscription was chosen by an operator: it needn't be the customer's current one. */
  readonly chosen?: boolean;
  /** What else must hold, under the workspace's lock. */
  readonly check?: (tx: Tx) => Promise<void>;
}

/**
 * Runs an operation on a customer's own subscription, on the terms they were shown: those are checked under the lock,
 * and again against the provider's state just before sending. Throws billing/no-subscription or billing/preview-expired
 * (409), and what `runOperationNow` throws.
 */
export async function actOnContract(
  held: Subscription,
  kind: OperationKind,
  { terms = null, params = {}, actor, chosen = false, check }: Act,
): Promise<void> {
  const { id, workspaceId, provider, externalId } = held;
  const { mode } = env().payments;
  const contract = terms?.contract ?? contractShown(held);
  await runOperationNow(
    {
      ...{ workspaceId, provider, kind, key: `${kind}:${id}`, actor },
      params: { subscriptionExternalId: externalId, ...params },
      shown: { contract, ...(terms === null ? {} : { due: terms.due, shownAt: terms.shownAt }) },
    },
    async (tx) => {
      const now = await tx.subscription.findFirst({
        where: { id, workspaceId, mode, ...(chosen ? {} : { isCurrent: true }) },
      });
      if (now === null) throw appError('billing/no-subscription');
      if (!isSameContract(contract, contractShown(now))) throw appError('billing/preview-expired');
      await check?.(tx);
    },
  );
}
