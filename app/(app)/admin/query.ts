import { z } from 'zod';

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The query of a page. A parameter that is there twice counts once; one that is empty isn't there. */
export type Query = Readonly<Record<string, string | undefined>>;

const MAX_LENGTH = 320;

/** The query parameters of a list page, without those that no database column could hold (NUL, or too long). */
export async function readQuery(searchParams: Promise<Params>): Promise<Query> {
  const entries = Object.entries(await searchParams).map(([name, value]) => {
    const text = typeof value === 'string' ? value : value?.[0];
    const usable = text !== undefined && text !== '' && text.length <= MAX_LENGTH && !text.includes('\0');
    return [name, usable ? text.toWellFormed() : undefined] as const;
  });
  return Object.fromEntries(entries);
}

/** One of the values that a filter knows, or none. */
export function oneOf<const T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  return values.find((value) => value === text);
}

/** The start of a day (`YYYY-MM-DD`) in UTC. */
export function dayOf(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00.000Z`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

/** A moment in ISO 8601, as our own links carry it; null for anything else. */
export function timeOf(text: string | undefined): Date | null {
  const at = z.iso.datetime().safeParse(text);
  return at.success ? new Date(at.data) : null;
}

/** Whether a path segment can be an id of ours. */
export function isId(text: string): boolean {
  return z.uuid().safeParse(text).success;
}
