import { audit } from '@/lib/audit';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { BASE_PLAN, PLAN_KEYS, type PlanKey } from '../catalog/plans';
import { lockWorkspace, underLock } from '../lock';

/** Maximum days per entry, so a typo can't do much harm. */
export const MAX_GIVEN_DAYS = 366;
/** Plans that can be given; everyone has the base plan. */
export const GIVEN_PLANS = PLAN_KEYS.filter((plan) => plan !== BASE_PLAN);

const DAY = 86_400_000;

interface GivingAccess {
  readonly workspaceId: string;
  /** The form's own key: submitting the same form twice gives access once. */
  readonly key: string;
  readonly plan: PlanKey;
  readonly days: number;
  readonly reason: string;
  /** `admin:<id>` or `command line`. */
  readonly actor: string;
}

/**
 * Grants a customer days of a plan starting now, without a payment. It charges nothing, ends no subscription, and blocks
 * no purchase. Throws not-found (404) for a user that doesn't exist or was deleted.
 */
export async function giveAccess({ workspaceId, key, plan, days, reason, actor }: GivingAccess): Promise<void> {
  const { mode } = env().payments;
  const from = await businessNow();
  const until = new Date(from.getTime() + days * DAY);
  await underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const workspace = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { deletedAt: true } });
    if (workspace === null || workspace.deletedAt !== null) throw appError('not-found', { target: workspaceId });
    const data = [{ workspaceId, mode, key, plan, from, until, reason, actor }];
    const { count } = await tx.givenAccess.createMany({ data, skipDuplicates: true });
    if (count === 0) return;
    const detail = { plan, days, until: until.toISOString(), reason };
    await audit({ actor, action: 'access.given', target: workspaceId, detail }, tx);
  });
}

/** Ends what's left of one gift, or of all given access. Throws not-found (404) if nothing is left. */
export async function endGivenAccess(
  { workspaceId, gift }: { readonly workspaceId: string; readonly gift?: string },
  actor: string,
): Promise<void> {
  const { mode } = env().payments;
  const now = await businessNow();
  const where = { workspaceId, mode, endedAt: null, until: { gt: now }, ...(gift === undefined ? {} : { id: gift }) };
  await db().$transaction(async (tx) => {
    const { count } = await tx.givenAccess.updateMany({ where, data: { endedAt: now } });
    if (count === 0) throw appError('not-found', { target: gift ?? workspaceId });
    const detail = { count, ...(gift === undefined ? {} : { gift }) };
    await audit({ actor, action: 'access.gift-ended', target: workspaceId, detail }, tx);
  });
}
