// public: development only, not found elsewhere
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmailList } from '@/components/dev/email-list';
import { env } from '@/lib/env';
import { MAIL_KINDS, mailExample } from '@/lib/mail/preview';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Emails', robots: { index: false } };

export default async function Mails() {
  if (env().appEnv !== 'development') notFound();
  const examples = await Promise.all(MAIL_KINDS.map(async (kind) => ({ kind, mail: await mailExample(kind) })));
  return <EmailList emails={examples.map(({ kind, mail }) => ({ kind, subject: mail?.subject ?? '' }))} />;
}
