import { headers } from 'next/headers';
import { localeFrom } from '@/lib/locale';

/** Locale for dates and amounts, from the request's Accept-Language header. */
export async function requestLocale(): Promise<string> {
  return localeFrom((await headers()).get('accept-language'));
}
