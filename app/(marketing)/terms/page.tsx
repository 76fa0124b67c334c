// public: legal page
import type { Metadata } from 'next';
import { TERMS } from '@/components/legal/copy';
import { LegalPage } from '@/components/legal/legal-page';

export const metadata: Metadata = { title: TERMS.title, description: TERMS.lead };

export default function Terms() {
  return <LegalPage {...TERMS} />;
}
