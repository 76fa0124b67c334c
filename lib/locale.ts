/** The reader's locale while nothing is known of the reader. */
export const DEFAULT_LOCALE = 'en-US';

/**
 * English with the reader's own region, from `Accept-Language`: the words are English, while dates,
 * separators and the place of the currency sign are what they know.
 */
export function localeFrom(acceptLanguage: string | null): string {
  const [first = ''] = (acceptLanguage ?? '').split(/[,;]/);
  try {
    const { region } = new Intl.Locale(first.trim()).maximize();
    return region === undefined ? DEFAULT_LOCALE : `en-${region}`;
  } catch {
    return DEFAULT_LOCALE;
  }
}
