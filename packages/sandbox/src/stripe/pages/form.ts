import type { Context } from 'hono';

export type Form = Record<string, unknown>;

/** A posted form, whose every field may be missing. */
export const readForm = async (http: Context): Promise<Form> => ({ ...(await http.req.parseBody()) });

/** A field's text without the spaces around it; empty when it is not there. */
export function field(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value.trim() : '';
}
