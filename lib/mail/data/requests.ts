import { z } from 'zod';
import type { Reference } from './common';

const reference = z.object({ kind: z.string() });

const NAMES: Readonly<Record<string, string>> = {
  'change-now': 'plan change',
  'change-at-period-end': 'plan change',
  'undo-change': 'plan change',
  cancel: 'cancellation',
  'schedule-cancel': 'cancellation',
  'undo-cancel': 'request to keep your plan',
  refund: 'refund request',
  pause: 'pause',
  resume: 'request to resume your plan',
};

/** The request that never reached the provider. */
export async function notDone(given: Reference) {
  const { kind } = reference.parse(given);
  return { request: NAMES[kind] ?? 'request' };
}
