import 'server-only';
import { type Environment, readEnvironment } from './environment/read';

let cached: Environment | undefined;

/**
 * The validated environment, read once, when first asked: `next build` runs with an empty one.
 * Raises an error that lists every problem; `npm start` has checked before Next is up.
 */
export function env(): Environment {
  if (cached) return cached;
  const reading = readEnvironment(process.env);
  if (!reading.ok)
    throw new Error(`The environment is not usable:\n${reading.problems.map((p) => `- ${p}`).join('\n')}`);
  cached = reading.env;
  // next-auth would rewrite every address with it; lib/auth/ask.ts addresses its requests to APP_URL itself.
  delete process.env.AUTH_URL;
  return cached;
}
