import { getUser } from '@/lib/auth';
import { DEFAULT_TIME_ZONE, type Reader } from '@/lib/time-zone';
import { requestLocale } from './locale';

/** How the signed-in user reads dates and amounts; without a known time zone, in UTC. */
export async function requestReader(): Promise<Reader> {
  const [locale, user] = await Promise.all([requestLocale(), getUser()]);
  return { locale, timeZone: user?.timeZone ?? DEFAULT_TIME_ZONE };
}
