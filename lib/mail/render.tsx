import { setImmediate } from 'node:timers/promises';
import { render as toHtml, toPlainText } from '@react-email/components';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { DEFAULT_LOCALE } from '@/lib/locale';
import { DEFAULT_TIME_ZONE } from '@/lib/time-zone';
import { Layout } from './templates/layout';
import { formatter, type Template } from './templates/template';

export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Name, locale, and time zone of the recipient; null when unknown. */
export interface Recipient {
  readonly name: string | null;
  readonly locale: string | null;
  readonly timeZone: string | null;
  /** The workspace an email is about, for a person in several. */
  readonly workspace?: string | null;
}

let last: Promise<unknown> = Promise.resolve();

/** Runs one rendering at a time and lets other requests run in between, because rendering keeps the processor busy. */
function withConcurrencyLimit<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => {}).then(() => setImmediate());
  return result;
}

/** Renders an email as HTML and plain text from the same React tree. React escapes names and other outside input. */
export async function render<Data extends Prisma.InputJsonObject>(
  { compose }: Pick<Template<Data>, 'compose'>,
  data: Data,
  { name, locale, timeZone, workspace = null }: Recipient,
): Promise<Rendered> {
  const { appUrl } = env();
  const reader = { locale: locale ?? DEFAULT_LOCALE, timeZone: timeZone ?? DEFAULT_TIME_ZONE };
  return withConcurrencyLimit(async () => {
    const content = compose(data, formatter(reader, appUrl));
    const html = await toHtml(<Layout content={content} name={name} workspace={workspace} appUrl={appUrl} />);
    return { subject: content.subject, html, text: toPlainText(html) };
  });
}
