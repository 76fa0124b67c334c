import { type ClockRow, clockColumn, timeOf } from '@/lib/clock';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import { type Access, decideAccess } from '../access/decide';
import { toFacts } from '../access/facts';
import { type FactsRow, factColumns } from '../access/facts-row';
import { LIFETIME_SKUS, mostSeatsOf } from '../catalog/plans';

/** What every page says about a workspace's plan. */
export interface PlanView {
  readonly access: Access;
  readonly subscribed: boolean;
  readonly lifetime: boolean;
  /** A plan for several people, or several people in the workspace. */
  readonly team: boolean;
}

interface PlanRow extends FactsRow, ClockRow {
  /** The current subscription; null when there is none. */
  readonly held: { readonly sku: string | null } | null;
}

/** In one statement with few columns, because prerendered pages ask for it at every visit. */
export async function loadPlanView(workspaceId: string): Promise<PlanView> {
  const { mode } = env().payments;
  const [row] = await prepared<PlanRow>(
    'plan',
    Prisma.sql`
      SELECT ${factColumns(workspaceId, mode)}, ${clockColumn()},
        (SELECT json_build_object('sku', sku) FROM "Subscription"
          WHERE "workspaceId" = ${workspaceId} AND mode = ${mode}::"Mode" AND "holdsSlot") AS held`,
  );
  if (row === undefined) throw new Error('The plan answered nothing');
  return {
    access: decideAccess(toFacts(row), timeOf(row)),
    subscribed: row.held !== null,
    ...planOfRow(row, row.held),
  };
}

/** What follows from the facts and the current subscription (null for none). Pure. */
export function planOfRow(
  { grants, members }: FactsRow,
  held: { readonly sku: string | null } | null,
): Pick<PlanView, 'lifetime' | 'team'> {
  return {
    lifetime: grants.some(({ sku, revoked }) => LIFETIME_SKUS.includes(sku) && revoked === 0),
    team: members > 1 || mostSeatsOf(held?.sku ?? null) > 1,
  };
}
