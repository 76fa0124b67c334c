// public: legal page
import type { Metadata } from 'next';
import { Legal } from '@/components/site/legal';
import { TERMS } from '@/components/site/legal-words';

export const metadata: Metadata = { title: TERMS.title, description: TERMS.lead };

export default function Terms() {
  return <Legal {...TERMS} />;
}
