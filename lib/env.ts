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
  // next-auth reads this by itself and would otherwise build its links from the Host header.
  process.env.AUTH_URL = cached.appUrl;
  return cached;
}
