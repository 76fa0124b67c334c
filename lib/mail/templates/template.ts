import type { ReactNode } from 'react';
import { z } from 'zod';
import { INTERVAL_KEYS, INTERVALS } from '@/lib/billing/catalog/intervals';
import { formatMoney } from '@/lib/billing/money';
import type { Prisma } from '@/lib/generated/prisma/client';
import { dateAndZoneIn, dateIn, type Reader } from '@/lib/time-zone';

/** An amount as stored with an email: minor units as a string, because JSON has no bigint. */
export const money = z.object({
  minor: z.string().regex(/^\d+$/),
  currency: z.string(),
  /** Whose amount it is. Missing in emails queued before it was stored. */
  provider: z.enum(['stripe', 'dodo']).optional(),
});
export type Money = z.infer<typeof money>;

/** A moment as stored with an email: ISO 8601 in UTC. */
export const moment = z.iso.datetime();

const LISTED = z.enum([...INTERVAL_KEYS, 'period']);
const UNITS = ['day', 'week', 'month', 'year'] as const;

/** How often a price is charged; null when unknown. Emails queued before it was the price's own have our name for it. */
export const billingInterval = z.union([
  z.object({ unit: z.enum(UNITS), count: z.int() }).nullable(),
  LISTED.transform((name) =>
    name === 'period' ? null : { unit: INTERVALS[name].unit, count: Number(INTERVALS[name].count) },
  ),
]);

/** How the next payment comes. Missing in emails queued before it was stored. */
export const paidBy = z.enum(['card', 'invoice']).default('card');

/** When the invoice that is owed was due, for customers who pay invoices themselves; null when a card is charged. */
export const invoiceDueAt = moment.nullable().default(null);

/** The content of one email, before layout. */
export interface EmailContent {
  readonly subject: string;
  /** Preview text that email clients show next to the subject. */
  readonly preview: string;
  readonly body: ReactNode;
  readonly button?: { readonly label: string; readonly href: string };
}

/** Formats amounts, dates, and links for one recipient. */
export interface Formatter {
  money(amount: Money): string;
  /** A date where the recipient is. */
  day(moment: string): string;
  /** The same with the name of the time zone, for the day of a charge or the end of a trial. */
  chargeDay(moment: string): string;
  link(path: string): string;
}

export function formatter({ locale, timeZone }: Reader, appUrl: string): Formatter {
  return {
    money: ({ minor, currency, provider = 'stripe' }) => formatMoney(BigInt(minor), currency, locale, { provider }),
    day: (moment) => dateIn(timeZone, locale, new Date(moment)),
    chargeDay: (moment) => dateAndZoneIn(timeZone, locale, new Date(moment)),
    link: (path) => `${appUrl}${path}`,
  };
}

/** One kind of email: its data, an example for the preview page, and its content. */
export interface Template<Data extends Prisma.InputJsonObject> {
  readonly data: z.ZodType<Data>;
  readonly example: Data;
  readonly compose: (data: Data, fmt: Formatter) => EmailContent;
}

/** Infers the type of a template's data. */
export function template<Data extends Prisma.InputJsonObject>(parts: Template<Data>): Template<Data> {
  return parts;
}
