import 'server-only';
import { connections } from './db';
import type { Prisma } from './generated/prisma/client';
import { isOutdatedPlan, renameStatements, statementName } from './statement-names';

/** A statement that the database rejected, or that did not reach it; the cause is the driver's own error. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}

/**
 * Runs a statement of the hot path straight on the driver, on one of Prisma's connections, which spares Prisma's own work.
 * `Row` is the caller's word for what the statement selects; numbers, money, times, and JSON arrive as in Prisma's rows.
 * Raises `StatementError`, whose message contains the `name`.
 */
export async function prepared<Row extends object>(name: string, { text, values }: Prisma.Sql): Promise<Row[]> {
  try {
    const pool = await connections();
    const statement = { text, values: values.map(toText), types: { getTypeParser } };
    const query = () => pool.query<Row>({ ...statement, name: statementName({ sql: text }) });
    const { rows } = await query().catch((error: unknown) => {
      if (!isOutdatedPlan(error)) throw error;
      renameStatements();
      return query();
    });
    return rows;
  } catch (cause) {
    throw new StatementError(`The statement "${name}" failed`, { cause });
  }
}

/** The driver would write a Date in the process's own time zone. */
function toText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** By the ids of PostgreSQL's own types (pg_type.dat); anything else stays text. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  20: BigInt,
  21: Number,
  23: Number,
  114: JSON.parse,
  701: Number,
  1114: (text) => new Date(`${text.replace(' ', 'T')}Z`), // without a zone: in UTC
  1184: (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  3802: JSON.parse,
};
const asText = (text: string) => text;

function getTypeParser(type: number): (text: string) => unknown {
  return PARSERS[type] ?? asText;
}

/** A time within JSON, which arrives as text: in UTC, also where PostgreSQL says no zone. */
export function timeIn(text: string): Date;
export function timeIn(text: string | null): Date | null;
export function timeIn(text: string | null): Date | null {
  if (text === null) return null;
  return new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}
