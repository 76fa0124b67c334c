// public: the start page, the same for everyone
import { Fair } from '@/components/landing/fair';
import { Hero } from '@/components/landing/hero';
import { LastCall } from '@/components/landing/last-call';
import { PlanStrip } from '@/components/landing/plan-strip';
import { Steps } from '@/components/landing/steps';
import { PRICING, QUESTIONS } from '@/components/pricing/words';
import { ProductFacts } from '@/components/site/product-facts';
import { Questions } from '@/components/ui/questions';

export default function Landing() {
  return (
    <>
      <ProductFacts />
      <Hero />
      <Steps />
      <Fair />
      <PlanStrip />
      <div className="mx-auto w-full max-w-6xl px-4 pb-24 sm:px-6">
        <Questions title={PRICING.questions} questions={QUESTIONS} />
      </div>
      <LastCall />
    </>
  );
}
