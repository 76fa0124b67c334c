// public: legal page
import type { Metadata } from 'next';
import { PRIVACY } from '@/components/legal/copy';
import { LegalPage } from '@/components/legal/legal-page';

export const metadata: Metadata = { title: PRIVACY.title, description: PRIVACY.lead };

export default function Privacy() {
  return <LegalPage {...PRIVACY} />;
}
