import type { Context } from 'hono';

export type Form = Record<string, unknown>;

/** A submitted form, in which any field may be missing. */
export const readForm = async (http: Context): Promise<Form> => ({ ...(await http.req.parseBody()) });

/** A field's trimmed text; empty when it's missing. */
export function field(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}
