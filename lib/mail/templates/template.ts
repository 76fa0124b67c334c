import type { ReactNode } from 'react';
import { z } from 'zod';
import { formatMoney } from '@/lib/billing/money';
import type { Prisma } from '@/lib/generated/prisma/client';

/** An amount as a mail keeps it: minor units as digits, because JSON has no big integers. */
export const money = z.object({ minor: z.string().regex(/^\d+$/), currency: z.string() });
export type Money = z.infer<typeof money>;

/** A moment as a mail keeps it, ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** One mail before it is laid out. */
export interface Letter {
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preview: string;
  readonly body: ReactNode;
  readonly button?: { readonly label: string; readonly href: string };
}

/** Writes amounts, days and addresses for one reader. */
export interface Writer {
  money(amount: Money): string;
  /** A day, in UTC as everything the ledger says. */
  day(moment: string): string;
  link(path: string): string;
}

export function writer(locale: string, appUrl: string): Writer {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    money: ({ minor, currency }) => formatMoney(BigInt(minor), currency, locale),
    day: (moment) => days.format(new Date(moment)),
    link: (path) => `${appUrl}${path}`,
  };
}

/** One kind of mail: what it has to know, how it says it, and an example for the preview page. */
export interface Template<Facts extends Prisma.InputJsonObject> {
  readonly facts: z.ZodType<Facts>;
  readonly example: Facts;
  readonly write: (facts: Facts, say: Writer) => Letter;
}

/** Lets TypeScript see that a template's parts fit together. */
export function template<Facts extends Prisma.InputJsonObject>(parts: Template<Facts>): Template<Facts> {
  return parts;
}
