// public: on a developer's machine only; everywhere else there is no such page
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MailSheet } from '@/components/dev/mail-sheet';
import { env } from '@/lib/env';
import { mailExample } from '@/lib/mail/preview';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Mail', robots: { index: false } };

interface Props {
  readonly params: Promise<{ readonly kind: string }>;
}

export default async function Mail({ params }: Props) {
  if (env().appEnv !== 'development') notFound();
  const mail = await mailExample((await params).kind);
  if (mail === null) notFound();
  return <MailSheet {...mail} />;
}
