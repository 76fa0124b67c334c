import type { Context } from 'hono';
import type { z } from 'zod';
import { StripeFault } from '../api/errors';

/** Runs a control request: JSON in and out; errors keep their message. An empty body counts as an empty object. */
export async function controlled<S extends z.ZodType>(
  http: Context,
  schema: S,
  work: (input: z.infer<S>) => object | Promise<object>,
): Promise<Response> {
  const text = await http.req.text();
  const json = text === '' ? {} : parsed(text);
  const input = schema.safeParse(json);
  if (!input.success) {
    return http.json({ error: { message: input.error.issues.map((issue) => issue.message).join(' ') } }, 422);
  }
  try {
    return http.json(await work(input.data));
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return http.json({ error: error.body }, error.status === 404 ? 404 : 400);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
