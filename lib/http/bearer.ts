import 'server-only';
import { timingSafeEqual } from 'node:crypto';
import { appError } from '../errors';

/**
 * For routes that a program calls: checks `Authorization: Bearer <secret>`. Throws not-found (404) for anything else, and
 * when there is no secret, so that strangers don't learn that there is a route.
 */
export function assertBearer(request: Request, secret: string | null): void {
  const given = request.headers.get('authorization') ?? '';
  if (secret === null || !isEqual(given, `Bearer ${secret}`)) throw appError('not-found');
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
