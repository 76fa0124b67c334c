// public: development only, not found elsewhere
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EmailPreview } from '@/components/dev/email-preview';
import { env } from '@/lib/env';
import { mailExample } from '@/lib/mail/preview';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Email', robots: { index: false } };

interface Props {
  readonly params: Promise<{ readonly kind: string }>;
}

export default async function Mail({ params }: Props) {
  if (env().appEnv !== 'development') notFound();
  const mail = await mailExample((await params).kind);
  if (mail === null) notFound();
  return <EmailPreview {...mail} />;
}
