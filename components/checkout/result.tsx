import type { Confirmation } from '@/lib/billing/confirm';
import { isSku, offerOf, PLANS, planOf } from '@/lib/billing/plans';
import { Mark } from '../site/mark';
import { Card, Tear } from '../ui/card';
import { Facts } from '../ui/facts';
import { LinkButton } from '../ui/link-button';
import { orderFor, startPath } from './order';
import { RESULT, RESULT_MORE } from './words';

interface Props {
  readonly confirmation: Confirmation;
}

/** How a checkout went, and the one next step. */
export function Result({ confirmation }: Props) {
  const { state, trial } = confirmation;
  const { title, text } = state === 'paid' && trial ? RESULT_MORE.trial : RESULT[state];
  return (
    <>
      <Card>
        <div role="status" className="grid gap-4 p-6 sm:p-8">
          <Mark className={`size-12 ${state === 'confirming' ? 'motion-safe:animate-pulse' : ''}`} />
          <h1 className="text-3xl">{title}</h1>
          <p className="max-w-prose text-lg text-muted">{text}</p>
        </div>
        <Tear />
        <div className="grid gap-6 px-6 pt-3 pb-6 sm:px-8 sm:pb-8">
          <Facts facts={[{ name: RESULT_MORE.item, value: nameOf(confirmation) }]} />
          <div className="flex flex-wrap gap-3">
            <Next confirmation={confirmation} />
          </div>
        </div>
      </Card>
      {state === 'confirming' && (
        <section aria-labelledby="long" className="text-sm">
          <h2 id="long" className="text-base tracking-normal">
            {RESULT_MORE.long}
          </h2>
          <p className="mt-1 max-w-prose text-muted">{RESULT_MORE.longText}</p>
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

/** To what was bought: a plan without reports is used on the dashboard. */
function UseIt({ sku }: { readonly sku: string }) {
  const plan = planOf(sku);
  const { open } = RESULT_MORE;
  const [href, words] =
    plan === null
      ? ['/premium', open.credits]
      : PLANS[plan].features.reports
        ? ['/premium', open.reports]
        : ['/dashboard', open.summaries];
  return (
    <LinkButton href={href} variant="signal" size="lg">
      {words}
    </LinkButton>
  );
}

function Next({ confirmation: { state, sku, quantity } }: Props) {
  switch (state) {
    case 'confirming':
      return (
        <LinkButton href="" size="lg">
          {RESULT_MORE.checkNow}
        </LinkButton>
      );
    case 'paid':
      return (
        <>
          <UseIt sku={sku} />
          <LinkButton href="/account" size="lg">
            {RESULT_MORE.account}
          </LinkButton>
        </>
      );
    case 'failed':
    case 'expired':
      return (
        <>
          {isSku(sku) && (
            <LinkButton href={startPath(orderFor(sku, quantity))} variant="signal" size="lg">
              {RESULT_MORE.retry}
            </LinkButton>
          )}
          <LinkButton href="/pricing" size="lg">
            {RESULT_MORE.plans}
          </LinkButton>
        </>
      );
  }
}
