import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { db, type Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { AppError, appError } from '@/lib/errors';
import type { Operation, Subscription } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { type Actor, actorName } from '@/lib/workspaces/actor';
import { refreshCustomer } from '../ledger/refresh-customer';
import { sync } from '../ledger/sync';
import type { Outcome } from '../operations/action-status';
import { currentSubscription, type OperationRequest, runOperationNow } from '../operations/request';
import { runOperation } from '../operations/run';
import { driver } from '../providers';
import { isOwing } from '../types';

const page = z.object({ externalId: z.string(), url: z.string() });
const pageParams = z.object({ subscriptionExternalId: z.string(), owing: z.boolean() });

/** A page is good for a day at both providers; a little less, in ms of real time. */
const PAGE_VALID = 23 * 3_600_000;
const MADE_PAUSE = 200;
const MADE_LOOKS = 25;

/**
 * The provider's page where a customer updates the card of their subscription; what they owe is charged to it right away.
 * A page that is still open is returned again, so that two tabs can't pay the same amount twice. When the provider refuses,
 * the customer and their subscription are synced, and the call is repeated. Raises billing/no-subscription or
 * billing/no-customer (409), billing/provider-refused (502).
 */
export async function openCardPage(actor: Actor): Promise<{ url: string }> {
  try {
    return await openOnce(actor);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'billing/provider-refused') throw error;
    const { provider } = await currentSubscription(actor.workspaceId);
    await refreshCustomer(actor.workspaceId, provider).catch((cause: unknown) => {
      throw appError('billing/provider-unavailable', { cause });
    });
    return openOnce(actor);
  }
}

async function openOnce(actor: Actor): Promise<{ url: string }> {
  const { workspaceId } = actor;
  const held = await currentSubscription(workspaceId);
  const { provider, mode, externalId: subscriptionExternalId, currency, status } = held;
  const last = await lastPage(workspaceId);
  const open = await openPage(held, last);
  if (open !== null) return { url: open };
  const customer = await db().customer.findFirst({
    where: { workspaceId, provider, mode, retiredAt: null },
    select: { externalId: true },
  });
  if (customer === null) throw appError('billing/no-customer');
  const { appUrl } = env();
  try {
    const key = `card-page:${held.id}`;
    const wanted: OperationRequest = {
      ...{ workspaceId, provider, key, actor: actorName(actor) },
      kind: 'card-page',
      params: {
        ...{ subscriptionExternalId, customerExternalId: customer.externalId, currency },
        ...{
          owing: isOwing(status),
          returnUrl: `${appUrl}/account?success=payment-method`,
          cancelUrl: `${appUrl}/account`,
        },
      },
    };
    const made = await runOperationNow(wanted, (tx) => assertStillLast(tx, key, last));
    return { url: page.parse(made).url };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'billing/in-progress') throw error;
    // The other click is making it.
    return { url: await otherPage(held, error) };
  }
}

/** Another click may have made a page since we looked, and be done with it: under the lock its row is seen. */
async function assertStillLast(tx: Tx, key: string, last: Operation | null): Promise<void> {
  const since = last?.createdAt ?? new Date(Date.now() - PAGE_VALID);
  const newer = await tx.operation.count({ where: { key, status: { not: 'refused' }, createdAt: { gt: since } } });
  if (newer > 0) throw appError('billing/in-progress');
}

/** The URL of a page created earlier for the subscription's current state, if it can still be used. */
async function openPage(held: Subscription, last: Operation | null): Promise<string | null> {
  if (last === null) return null;
  const { subscriptionExternalId, owing } = pageParams.parse(last.params);
  if (subscriptionExternalId !== held.externalId || owing !== isOwing(held.status)) return null;
  const { externalId, url } = page.parse(last.result);
  const seen = await driver(held.provider)
    .fetchCardPage(externalId, held.externalId)
    .catch((cause: unknown) => {
      throw appError('billing/provider-unavailable', { cause });
    });
  return seen.state === 'open' ? url : null;
}

async function lastPage(workspaceId: string): Promise<Operation | null> {
  const { mode } = env().payments;
  return db().operation.findFirst({
    where: {
      ...{ workspaceId, mode, kind: 'card-page', status: 'succeeded' },
      createdAt: { gte: new Date(Date.now() - PAGE_VALID) },
    },
    orderBy: { createdAt: 'desc' },
  });
}

async function otherPage(held: Subscription, error: AppError): Promise<string> {
  for (let look = 0; look < MADE_LOOKS; look += 1) {
    await setTimeout(MADE_PAUSE);
    const url = await openPage(held, await lastPage(held.workspaceId));
    if (url !== null) return url;
  }
  throw error;
}

/**
 * What became of the card the customer was just asked to enter. Reads the provider itself, so it is right even without
 * a webhook; safe to repeat. Null: there was no such page, or no card was entered there.
 */
export async function syncEnteredCard(workspaceId: string): Promise<Outcome | null> {
  const asked = await lastPage(workspaceId);
  if (asked === null) return null;
  const { subscriptionExternalId } = pageParams.parse(asked.params);
  try {
    const seen = await driver(asked.provider).fetchCardPage(
      page.parse(asked.result).externalId,
      subscriptionExternalId,
    );
    if (seen.target === null || seen.state === 'open' || seen.state === 'over') return null;
    await sync(asked.provider, seen.target, { cause: `operation:${asked.id}` });
    if (seen.target.kind !== 'method') return seen.state === 'given' ? 'done' : 'refused';
    return await usedSince(asked);
  } catch (error) {
    // The page says "still waiting"; the webhook or the next look will tell.
    log().warn({ err: error, operation: asked.id }, 'card not settled yet');
    return 'pending';
  }
}

/**
 * The card's own operation, sent now rather than with the next round of the jobs. The webhook may be planning or sending
 * it this moment, and the customer is looking: waited for, a little.
 */
async function usedSince({ workspaceId, mode, createdAt }: Operation): Promise<Outcome> {
  const where = { workspaceId, mode, kind: 'adopt-method', createdAt: { gte: createdAt } };
  for (let look = 0; look < MADE_LOOKS; look += 1) {
    const planned = await db().operation.findFirst({ where, orderBy: { createdAt: 'desc' } });
    const after = planned?.status === 'planned' ? ((await runOperation(planned.id)) ?? planned) : planned;
    if (after?.status === 'succeeded') return 'done';
    if (after?.status === 'refused') return 'refused';
    if (after?.status === 'unknown') return 'pending';
    await setTimeout(MADE_PAUSE);
  }
  return 'pending';
}
