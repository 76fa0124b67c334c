import { z } from 'zod';
import { hasDroppedChange } from '@/lib/billing/operations/dropped-change';
import { db } from '@/lib/db';
import type { Reference } from './common';

const reference = z.object({ kind: z.string(), operationId: z.string() });

const NAMES: Readonly<Record<string, string>> = {
  'change-now': 'plan change',
  'change-at-period-end': 'plan change',
  'undo-change': 'plan change',
  cancel: 'cancellation',
  'schedule-cancel': 'cancellation',
  'undo-cancel': 'request to keep your plan',
  refund: 'refund request',
  pause: 'request to pause your plan',
  resume: 'request to resume your plan',
};

/** The request that never reached the provider. */
export async function notDone(given: Reference) {
  const { kind, operationId } = reference.parse(given);
  const operation = await db().operation.findUnique({ where: { id: operationId } });
  const droppedChange = operation !== null && (await hasDroppedChange(operation));
  return { request: NAMES[kind] ?? 'request', droppedChange };
}
