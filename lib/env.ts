import 'server-only';
import { type Environment, readEnvironment } from './environment/read';

let cached: Environment | undefined;

/**
 * Where this site stands, as far as it is known while it is built: prerendered pages name their picture by it.
 * Without APP_URL the address of a laptop, as `npm run build` says.
 */
export function addressAtBuild(): URL {
  const given = process.env.APP_URL ?? '';
  return new URL(URL.canParse(given) ? given : 'http://localhost:3000');
}

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
