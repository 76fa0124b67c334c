// public: the landing page, prerendered
import { BillingPromises } from '@/components/landing/billing-promises';
import { Cta } from '@/components/landing/cta';
import { Hero } from '@/components/landing/hero';
import { HowItWorks } from '@/components/landing/how-it-works';
import { PricingPreview } from '@/components/landing/pricing-preview';
import { PRICING } from '@/components/pricing/copy';
import { QUESTIONS } from '@/components/pricing/questions';
import { JsonLd } from '@/components/site/json-ld';
import { Faq } from '@/components/ui/faq';

export default function Landing() {
  return (
    <>
      <JsonLd />
      <Hero />
      <HowItWorks />
      <BillingPromises />
      <PricingPreview />
      <div className="mx-auto w-full max-w-6xl px-4 pb-24 sm:px-6">
        <Faq title={PRICING.faq} questions={QUESTIONS} />
      </div>
      <Cta />
    </>
  );
}
