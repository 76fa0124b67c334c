// public: prerendered; the viewer's plan is loaded from GET /api/me
import type { Metadata } from 'next';
import { Comparison } from '@/components/pricing/comparison';
import { PRICING } from '@/components/pricing/copy';
import { Plans } from '@/components/pricing/plans';
import { QUESTIONS } from '@/components/pricing/questions';
import { Faq } from '@/components/ui/faq';
import { PageHeading } from '@/components/ui/page-heading';
import { CATALOG } from '@/config/plans';

export const metadata: Metadata = { title: PRICING.page, description: CATALOG.lead };

export default function Pricing() {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-20 px-4 pt-14 pb-24 sm:px-6 sm:pt-20">
      <div className="grid gap-10">
        <PageHeading title={PRICING.title}>{CATALOG.lead}</PageHeading>
        <Plans />
      </div>
      <Comparison />
      <Faq title={PRICING.faq} questions={QUESTIONS} />
    </div>
  );
}
