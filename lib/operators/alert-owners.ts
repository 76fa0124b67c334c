import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Alert } from '@/lib/generated/prisma/client';

/** The customer an alert is about. */
export interface AlertOwner {
  readonly id: string;
  /** Null for a deleted account. */
  readonly email: string | null;
}

/** Longer texts are messages; no id is as long. */
const MAX_ID = 100;

/** Whom alerts are about, by the id of the alert: one query finds the owners of all ids that their details name. */
export async function ownersOfAlerts(
  alerts: readonly Pick<Alert, 'id' | 'detail'>[],
): Promise<ReadonlyMap<string, AlertOwner>> {
  const names = [...new Set(alerts.flatMap(({ detail }) => idsIn(detail)))];
  if (names.length === 0) return new Map();
  const owners = await ownersOfNames(names);
  return new Map(
    alerts.flatMap(({ id, detail }): [string, AlertOwner][] => {
      const owner = idsIn(detail)
        .map((name) => owners.get(name))
        .find((found) => found !== undefined);
      return owner === undefined ? [] : [[id, owner]];
    }),
  );
}

/** What may be an id in an alert's detail: texts without a space, the end of a key, and the words of its commands. */
function idsIn(detail: unknown): string[] {
  if (typeof detail !== 'object' || detail === null) return [];
  const fields: Readonly<Record<string, unknown>> = { ...detail };
  const { key, commands } = fields;
  const texts: unknown[] = [
    ...Object.values(fields),
    ...(typeof key === 'string' ? [key.slice(key.lastIndexOf(':') + 1)] : []),
    ...(Array.isArray(commands) ? commands.flatMap((line) => String(line).split(' ')) : []),
  ];
  return texts.filter(
    (text): text is string => typeof text === 'string' && text !== '' && text.length <= MAX_ID && !text.includes(' '),
  );
}

/** Users by our id or a provider's id of something of theirs. Each part of the query has an index. */
async function ownersOfNames(names: readonly string[]): Promise<ReadonlyMap<string, AlertOwner>> {
  const ids = [...names];
  const { mode } = env().payments;
  const rows = await db().$queryRaw<{ name: string; id: string; email: string | null }[]>`
    WITH named AS (
      SELECT id AS name, id AS owner FROM "Workspace" WHERE id = ANY(${ids})
      UNION ALL SELECT id, "workspaceId" FROM "Subscription" WHERE id = ANY(${ids})
      UNION ALL SELECT id, "workspaceId" FROM "Payment" WHERE id = ANY(${ids})
      UNION ALL SELECT id, "workspaceId" FROM "Operation" WHERE id = ANY(${ids})
      UNION ALL SELECT id, coalesce("workspaceId", "userId") FROM "Email" WHERE id = ANY(${ids})
      UNION ALL SELECT run.id, fact."workspaceId" FROM "EffectRun" run JOIN "BillingFact" fact ON fact.id = run."factId"
        WHERE run.id = ANY(${ids})
      UNION ALL SELECT "externalId", "workspaceId" FROM "Subscription"
        WHERE provider IN ('stripe', 'dodo') AND mode = ${mode}::"Mode" AND "externalId" = ANY(${ids})
      UNION ALL SELECT "externalId", "workspaceId" FROM "Payment"
        WHERE provider IN ('stripe', 'dodo') AND mode = ${mode}::"Mode" AND "externalId" = ANY(${ids})
      UNION ALL SELECT "externalId", "workspaceId" FROM "Customer"
        WHERE provider IN ('stripe', 'dodo') AND mode = ${mode}::"Mode" AND "externalId" = ANY(${ids})
      UNION ALL SELECT event.id, coalesce(event."workspaceId", contract."workspaceId", payment."workspaceId", customer."workspaceId")
        FROM "WebhookEvent" event
        LEFT JOIN "Subscription" contract ON contract.provider = event.provider AND contract.mode = event.mode
          AND contract."externalId" = event."rootId"
        LEFT JOIN "Payment" payment ON payment.provider = event.provider AND payment.mode = event.mode
          AND payment."externalId" = event."rootId"
        LEFT JOIN "Customer" customer ON customer.provider = event.provider AND customer.mode = event.mode
          AND customer."externalId" = event."customerExternalId"
        WHERE event.id = ANY(${ids})
    )
    SELECT DISTINCT named.name, named.owner AS id, "User".email
    FROM named JOIN "Member" member ON member."workspaceId" = named.owner AND member.role = 'owner'
    JOIN "User" ON "User".id = member."userId"`;
  return new Map(rows.map(({ name, id, email }) => [name, { id, email }]));
}
