import { z } from 'zod';
import type { EventFilter } from './events';

export const EVENT_PROVIDERS = ['stripe', 'dodo'] as const;
export const EVENT_STATUSES = ['received', 'processing', 'processed', 'ignored', 'failed', 'dead'] as const;

/** A moment in ISO 8601, or the start of a day in UTC. */
const moment = z.union([z.iso.datetime(), z.iso.date()]).transform((text) => new Date(text));

/** A filter of webhooks, as a URL, a form, and a command carry it. At least one field is there. */
export const eventFilter = z
  .strictObject({
    provider: z.enum(EVENT_PROVIDERS),
    state: z.enum(EVENT_STATUSES),
    type: z.string().min(1).max(100),
    customer: z.uuid(),
    since: moment,
    until: moment,
  })
  .partial()
  .refine((given) => Object.values(given).some((value) => value !== undefined))
  .transform(
    ({ provider, state, type, customer, since, until }): Omit<EventFilter, 'cursor'> => ({
      ...{ provider, status: state, type, customer, since, until },
    }),
  );
