import { render as toHtml, toPlainText } from '@react-email/components';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { DEFAULT_LOCALE } from '@/lib/locale';
import { Layout } from './templates/layout';
import { type Template, writer } from './templates/template';

export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Who reads it; null where nothing is known of them. */
export interface Reader {
  readonly name: string | null;
  readonly locale: string | null;
}

/** One mail as HTML and as text, both from the same tree. React escapes what comes from outside: names, plans. */
export async function render<Facts extends Prisma.InputJsonObject>(
  { write }: Pick<Template<Facts>, 'write'>,
  facts: Facts,
  { name, locale }: Reader,
): Promise<Rendered> {
  const { appUrl } = env();
  const letter = write(facts, writer(locale ?? DEFAULT_LOCALE, appUrl));
  const html = await toHtml(<Layout letter={letter} name={name} appUrl={appUrl} />);
  return { subject: letter.subject, html, text: toPlainText(html) };
}
