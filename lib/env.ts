import 'server-only';
import { type Environment, readEnvironment } from './env/read';

let cached: Environment | undefined;

/** The site's URL at build time, for the Open Graph images of prerendered pages. Defaults to localhost without APP_URL. */
export function buildTimeUrl(): URL {
  const given = process.env.APP_URL ?? '';
  return new URL(URL.canParse(given) ? given : 'http://localhost:3000');
}

/**
 * A variable that only an effect of a fork knows, read without validation; undefined when unset or empty. Variables that
 * must be right when the server starts belong in lib/env/variables.ts.
 */
export function ownVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/**
 * The validated environment, read on first use, because `next build` runs without one. Throws an error that lists every
 * problem; `npm start` checks before Next starts.
 */
export function env(): Environment {
  if (cached) return cached;
  const reading = readEnvironment(process.env);
  if (!reading.ok) throw new Error(`Invalid environment:\n${reading.problems.map((p) => `- ${p}`).join('\n')}`);
  cached = reading.env;
  // next-auth would rewrite every URL with it; lib/auth/call-next-auth.ts already uses APP_URL.
  delete process.env.AUTH_URL;
  return cached;
}
