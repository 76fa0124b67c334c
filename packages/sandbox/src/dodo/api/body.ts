import type { Context } from 'hono';
import { z } from 'zod';
import { invalidBody, invalidParameters } from './errors';

/**
 * Parses and validates a JSON body. Unsupported fields are rejected by name even where Dodo accepts them, so that every
 * accepted field has its effect. @throws 422 INVALID_REQUEST_BODY
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

/** Parses and validates the query string. @throws 400 INVALID_REQUEST_PARAMETERS */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const read = schema.safeParse(c.req.query());
  if (!read.success) throw invalidParameters(explain(read.error));
  return read.data;
}

function explain(error: z.ZodError): string {
  const [first] = error.issues.flatMap(closest);
  return first ? `${first.path.join('.') || 'body'}: ${first.message}` : '';
}

/** The issues of a union's branches are more specific than the issue of the union itself. */
function closest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code === 'unrecognized_keys')
    return [{ ...issue, message: `the sandbox does not play ${issue.keys.join(', ')}` }];
  if (issue.code !== 'invalid_union') return [issue];
  const [branch = []] = issue.errors.toSorted((a, b) => a.length - b.length);
  return branch.flatMap(closest).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A documented field of which only the default values are supported. Other values are rejected by name. */
export function unsupported(...usual: unknown[]) {
  const plain = (value: unknown) => value == null || usual.includes(value) || (Array.isArray(value) && !value.length);
  return z.unknown().refine(plain, 'the sandbox does not play this').optional();
}

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
