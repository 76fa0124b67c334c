import type { Context } from 'hono';
import { z } from 'zod';
import { invalidBody, invalidParameters } from './errors';

/** Reads and checks a JSON body. Unknown fields are ignored. @throws 422 INVALID_REQUEST_BODY */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalidBody(text === '' ? 'The body is empty.' : 'The body is not JSON.');
  }
  const read = schema.safeParse(json);
  if (!read.success) throw invalidBody(explain(read.error));
  return read.data;
}

/** Reads and checks the query string. @throws 400 INVALID_REQUEST_PARAMETERS */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const read = schema.safeParse(c.req.query());
  if (!read.success) throw invalidParameters(explain(read.error));
  return read.data;
}

function explain(error: z.ZodError): string {
  const [first] = error.issues;
  return first ? `${first.path.join('.') || 'body'}: ${first.message}` : '';
}

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
