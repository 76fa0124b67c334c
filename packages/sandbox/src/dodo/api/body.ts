import type { Context } from 'hono';
import { z } from 'zod';
import { invalidBody, invalidParameters } from './errors';

/**
 * Reads and checks a JSON body. What the sandbox does not play is refused by name, also where Dodo would take it: a
 * field that is accepted does what it says. @throws 422 INVALID_REQUEST_BODY
 */
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
  const [first] = error.issues.flatMap(closest);
  return first ? `${first.path.join('.') || 'body'}: ${first.message}` : '';
}

/** Inside a union the issues of its branches say more than that none of them fits. */
function closest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code === 'unrecognized_keys')
    return [{ ...issue, message: `the sandbox does not play ${issue.keys.join(', ')}` }];
  if (issue.code !== 'invalid_union') return [issue];
  const [branch = []] = issue.errors.toSorted((a, b) => a.length - b.length);
  return branch.flatMap(closest).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A documented field that only passes with the values that mean "as usual": anything else is refused by name. */
export function unplayed(...usual: unknown[]) {
  const plain = (value: unknown) => value == null || usual.includes(value) || (Array.isArray(value) && !value.length);
  return z.unknown().refine(plain, 'the sandbox does not play this').optional();
}

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
