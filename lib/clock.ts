import 'server-only';
import { db, type Tx } from './db';
import { env } from './env';
import { Prisma } from './generated/prisma/client';
import { prepared, timeIn } from './prepared';

/** The sandbox clock: seconds added to real time, or a fixed moment while it is frozen. */
export interface BusinessClock {
  readonly offsetSeconds: number;
  readonly frozenAt: Date | null;
}

/** What `clockColumn` selects; null for real time. */
export interface ClockRow {
  readonly clock: { readonly offsetSeconds: number; readonly frozenAt: string | null } | null;
}

/**
 * Business time, for trials, access, grace periods, dunning, refund windows, and the due dates of emails. Follows the
 * sandbox clock in sandbox mode and is real time otherwise. Leases, rate limits, sessions, and signatures use real time.
 */
export async function businessNow(): Promise<Date> {
  if (env().payments.mode !== 'sandbox') return new Date();
  const [row] = await prepared<ClockRow>('clock', Prisma.sql`SELECT ${clockColumn()}`);
  return timeOf(row ?? { clock: null });
}

/** Business time, read on the connection of a transaction. */
export async function businessNowIn(tx: Tx): Promise<Date> {
  if (env().payments.mode !== 'sandbox') return new Date();
  const [row] = await tx.$queryRaw<ClockRow[]>`SELECT ${clockColumn()}`;
  return timeOf(row ?? { clock: null });
}

/** The clock as a column of a statement that reads something else, too. */
export function clockColumn(): Prisma.Sql {
  return env().payments.mode === 'sandbox'
    ? Prisma.sql`(SELECT json_build_object('offsetSeconds', "offsetSeconds", 'frozenAt', "frozenAt")
        FROM "BusinessClock" WHERE id = 1) AS clock`
    : Prisma.sql`NULL::json AS clock`;
}

/** Business time now, by the clock that was read. */
export function timeOf({ clock }: ClockRow): Date {
  if (clock === null) return new Date();
  return timeIn(clock.frozenAt) ?? new Date(Date.now() + clock.offsetSeconds * 1000);
}

/** Adopts the sandbox clock, for every app process that uses this database. */
export async function setBusinessClock(clock: BusinessClock): Promise<void> {
  await db().businessClock.upsert({ where: { id: 1 }, create: { id: 1, ...clock }, update: clock });
}
