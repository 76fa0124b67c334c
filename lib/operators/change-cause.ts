import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import type { SubscriptionTransition } from '@/lib/generated/prisma/client';

/** Who requested operations, by their ids: `user:<id>`, `admin:<id>`, `command line`, or `system:<cause>`. */
export type Actors = ReadonlyMap<string, string>;

const PROVIDER: Record<Provider, string> = { stripe: 'Stripe', dodo: 'Dodo Payments' };

/** Who requested the operations that caused these changes. */
export async function actorsOfChanges(rows: readonly Pick<SubscriptionTransition, 'cause'>[]): Promise<Actors> {
  const ids = rows.flatMap(({ cause }) => (cause.startsWith('operation:') ? [idIn(cause)] : []));
  if (ids.length === 0) return new Map();
  const found = await db().operation.findMany({ where: { id: { in: ids } }, select: { id: true, actor: true } });
  return new Map(found.map(({ id, actor }) => [id, actor]));
}

/** Who caused a change, from the cause that its sync noted. */
export function causeText(cause: string, provider: Provider, actors: Actors): string {
  const [what] = cause.split(':', 1);
  switch (what) {
    case 'event':
      return `webhook from ${PROVIDER[provider]}`;
    case 'checkout':
      return 'checkout';
    case 'operation':
      return `operation by ${actorText(actors.get(idIn(cause)))}`;
    case 'admin':
      return 'operator';
    case 'command line':
      return 'operator on the command line';
    case 'reconcile':
      return 'reconciliation';
    case 'catalog':
      return 'price added to the catalog';
    default:
      return cause;
  }
}

function actorText(actor: string | undefined): string {
  if (actor === undefined || actor.startsWith('system')) return 'the app';
  if (actor.startsWith('user:')) return 'the customer';
  return actor.startsWith('admin:') ? 'an operator' : 'an operator on the command line';
}

function idIn(cause: string): string {
  return cause.slice(cause.indexOf(':') + 1);
}
