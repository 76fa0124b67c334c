// public: legal page
import type { Metadata } from 'next';
import { Legal } from '@/components/site/legal';
import { PRIVACY } from '@/components/site/legal-words';

export const metadata: Metadata = { title: PRIVACY.title, description: PRIVACY.lead };

export default function Privacy() {
  return <Legal {...PRIVACY} />;
}
