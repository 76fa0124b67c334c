/** For readers whose locale is unknown. */
export const DEFAULT_LOCALE = 'en-US';

/** English with the reader's region, from `Accept-Language`: the copy is English, dates and amounts follow the region. */
export function localeFrom(acceptLanguage: string | null): string {
  const [first = ''] = (acceptLanguage ?? '').split(/[,;]/);
  try {
    const { region } = new Intl.Locale(first.trim()).maximize();
    return region === undefined ? DEFAULT_LOCALE : `en-${region}`;
  } catch {
    return DEFAULT_LOCALE;
  }
}
