import { headers } from 'next/headers';
import { localeFrom } from '@/lib/locale';

/** The locale to write dates and amounts in for whoever asked for this page. */
export async function readerLocale(): Promise<string> {
  return localeFrom((await headers()).get('accept-language'));
}
