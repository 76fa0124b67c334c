// public: prices, the same for everyone; what it knows of the person arrives after from GET /api/me
import type { Metadata } from 'next';
import { Comparison } from '@/components/pricing/comparison';
import { Plans } from '@/components/pricing/plans';
import { PRICING, QUESTIONS } from '@/components/pricing/words';
import { PageHeading } from '@/components/ui/page-heading';
import { Questions } from '@/components/ui/questions';

export const metadata: Metadata = { title: 'Pricing', description: PRICING.lead };

export default function Pricing() {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-20 px-4 pt-14 pb-24 sm:px-6 sm:pt-20">
      <div className="grid gap-10">
        <PageHeading title={PRICING.title}>{PRICING.lead}</PageHeading>
        <Plans />
      </div>
      <Comparison />
      <Questions title={PRICING.questions} questions={QUESTIONS} />
    </div>
  );
}
