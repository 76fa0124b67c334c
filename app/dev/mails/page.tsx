// public: on a developer's machine only; everywhere else there is no such page
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MailList } from '@/components/dev/mail-list';
import { env } from '@/lib/env';
import { MAIL_KINDS, mailExample } from '@/lib/mail/preview';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Mails', robots: { index: false } };

export default async function Mails() {
  if (env().appEnv !== 'development') notFound();
  const examples = await Promise.all(MAIL_KINDS.map(async (kind) => ({ kind, mail: await mailExample(kind) })));
  return <MailList mails={examples.map(({ kind, mail }) => ({ kind, subject: mail?.subject ?? '' }))} />;
}
