import { isSku, offerOf, PLANS, planOf } from '@/lib/billing/catalog/plans';
import { checkoutPath, paramsForSku } from '@/lib/billing/checkout/checkout-params';
import type { Confirmation } from '@/lib/billing/checkout/confirm';
import { LogoMark } from '../site/logo-mark';
import { Card, CardDivider } from '../ui/card';
import { DescriptionList } from '../ui/description-list';
import { LinkButton } from '../ui/link-button';
import { RESULT, RESULT_MORE } from './copy';

interface Props {
  readonly confirmation: Confirmation;
}

export function CheckoutResult({ confirmation }: Props) {
  const { state, trial } = confirmation;
  const { title, text } = state === 'paid' && trial ? RESULT_MORE.trial : RESULT[state];
  return (
    <>
      <Card>
        <div role="status" className="grid gap-4 p-6 sm:p-8">
          <LogoMark className={`size-12 ${state === 'confirming' ? 'motion-safe:animate-pulse' : ''}`} />
          <h1 className="text-3xl">{title}</h1>
          <p className="max-w-prose text-lg text-muted-foreground">{text}</p>
        </div>
        <CardDivider />
        <div className="grid gap-6 px-6 pt-3 pb-6 sm:px-8 sm:pb-8">
          <DescriptionList items={[{ name: RESULT_MORE.item, value: nameOf(confirmation) }]} />
          <div className="flex flex-wrap gap-3">
            <NextStep confirmation={confirmation} />
          </div>
        </div>
      </Card>
      {state === 'confirming' && (
        <section aria-labelledby="slow" className="text-sm">
          <h2 id="slow" className="text-base tracking-normal">
            {RESULT_MORE.slow}
          </h2>
          <p className="mt-1 max-w-prose text-muted-foreground">{RESULT_MORE.slowText}</p>
        </section>
      )}
    </>
  );
}

function nameOf({ sku, quantity }: Confirmation): string {
  if (!isSku(sku)) return sku;
  const { name } = offerOf(sku);
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

/** Links to what was bought; a plan without reports is used on the dashboard. */
function OpenPurchase({ sku }: { readonly sku: string }) {
  const plan = planOf(sku);
  const { open } = RESULT_MORE;
  const [href, label] =
    plan === null
      ? ['/premium', open.credits]
      : PLANS[plan].features.includes('reports')
        ? ['/premium', open.reports]
        : ['/dashboard', open.summaries];
  return (
    <LinkButton href={href} size="lg">
      {label}
    </LinkButton>
  );
}

function NextStep({ confirmation: { state, sku, quantity } }: Props) {
  switch (state) {
    case 'confirming':
      return (
        <LinkButton variant="outline" href="" size="lg">
          {RESULT_MORE.checkNow}
        </LinkButton>
      );
    case 'processing':
      return (
        <LinkButton href="/account" size="lg">
          {RESULT_MORE.account}
        </LinkButton>
      );
    case 'paid':
      return (
        <>
          <OpenPurchase sku={sku} />
          <LinkButton variant="outline" href="/account" size="lg">
            {RESULT_MORE.account}
          </LinkButton>
        </>
      );
    case 'failed':
    case 'expired':
    case 'trial-used':
      return (
        <>
          {isSku(sku) && (
            <LinkButton href={checkoutPath(paramsForSku(sku, quantity))} size="lg">
              {state === 'trial-used' ? RESULT_MORE.withoutTrial : RESULT_MORE.retry}
            </LinkButton>
          )}
          <LinkButton variant="outline" href="/pricing" size="lg">
            {RESULT_MORE.plans}
          </LinkButton>
        </>
      );
  }
}
