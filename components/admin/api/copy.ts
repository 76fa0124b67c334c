import type { Caller } from '@/lib/api/operations';

export const API = {
  title: 'API',
  lead: 'Every route and its input, generated from the schemas that validate it. Errors are JSON with a code and a message.',
  document: 'OpenAPI document',
  columns: { route: 'Route', summary: 'What it does', input: 'Input', answer: 'Answer' },
  caption: (callers: string) => `Routes for: ${callers}`,
  schema: 'Schema',
} as const;

export const CALLERS: Record<Caller, string> = {
  everyone: 'Everyone',
  user: 'Signed-in users',
  admin: 'Owners and admins of a workspace',
  owner: 'Owners of a workspace',
  operator: 'Operators',
  token: 'Programs with a token',
  signature: 'Providers, by signature',
};
