/** Formatters kept; more than one page of one reader needs, and no more memory than some hundred kilobytes. */
const MAX_KEPT = 500;

const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

/** `new Intl.DateTimeFormat`, which takes longer than formatting a hundred dates, once for each locale and options. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(dates, locale, options, () => new Intl.DateTimeFormat(locale, options));
}

/** The same for numbers and amounts. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return keep(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
}

function keep<T>(kept: Map<string, T>, locale: string, options: object, make: () => T): T {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}
