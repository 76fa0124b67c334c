/** Days that rows are kept, in real time. `RETENTION_DAYS` overrides them by name. */
export const RETENTION = {
  /** Payloads of processed webhooks, which contain personal data. The events themselves are kept longer. */
  payloads: { days: 90, least: 1 },
  /** Sign-ins and denials; records of who did what to money are kept. */
  'security-events': { days: 365, least: 1 },
  /**
   * Processed and ignored webhooks. Stripe lists events for 30 days (docs.stripe.com/api/events), so one that was deleted
   * earlier would be taken in again.
   */
  events: { days: 400, least: 35 },
  /** What an email said. Its row is kept: its key keeps the same fact from being told twice. */
  emails: { days: 400, least: 7 },
  /** Operations that were withdrawn or went stale. Those that reached a provider are kept: they must never be sent again. */
  operations: { days: 400, least: 7 },
  /** Runs of effects that are done. Their facts are kept: a fact's key keeps it from being told twice. */
  effects: { days: 90, least: 1 },
  /** Reconciliations with the differences they found. */
  reconciliations: { days: 400, least: 7 },
} as const satisfies Record<string, { days: number; least: number }>;

export type RetentionName = keyof typeof RETENTION;

export function isRetention(name: string): name is RetentionName {
  return Object.hasOwn(RETENTION, name);
}

/** Days of every kind of row, with the given ones in the place of the defaults. */
export function retentionDays(given: Partial<Record<RetentionName, number>>): Readonly<Record<RetentionName, number>> {
  const names = Object.keys(RETENTION).filter(isRetention);
  const days = names.map((name) => [name, given[name] ?? RETENTION[name].days] as const);
  // Object.fromEntries forgets which keys it was given.
  return Object.fromEntries(days) as Record<RetentionName, number>;
}
