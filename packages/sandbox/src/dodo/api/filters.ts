import { z } from 'zod';
import { readStamp } from '../time/stamp';

const moment = z.string().transform((text, ctx) => {
  const ms = readStamp(text);
  if (ms === null) ctx.addIssue({ code: 'custom', message: 'not an RFC 3339 time' });
  return ms ?? 0;
});

/** `created_at_gte` and `created_at_lte`, which most lists support. */
export const createdQuery = z.strictObject({ created_at_gte: moment.optional(), created_at_lte: moment.optional() });

/** Whether a record was created in that range. */
export function createdWithin(
  query: { created_at_gte?: number | undefined; created_at_lte?: number | undefined },
  createdMs: number,
): boolean {
  return (
    (query.created_at_gte === undefined || createdMs >= query.created_at_gte) &&
    (query.created_at_lte === undefined || createdMs <= query.created_at_lte)
  );
}

/** Whether `value` matches the filter. An absent filter matches everything. */
export function matches<T>(wanted: T | undefined, value: T): boolean {
  return wanted === undefined || wanted === value;
}
