import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getCheckout } from '@/app/checkout/get-checkout';
import { CHECKOUT_CANCELED } from '@/components/checkout/copy';
import { CenteredPage } from '@/components/site/centered-page';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireMember } from '@/lib/auth';
import { isSku } from '@/lib/billing/catalog/plans';
import { checkoutPath, paramsForSku } from '@/lib/billing/checkout/checkout-params';

export const metadata: Metadata = { title: CHECKOUT_CANCELED.title };

interface Props {
  readonly searchParams: Promise<{ readonly checkout?: string }>;
}

/** Target of the provider's back link. Redirects to the result if the checkout was paid in another tab. */
export default async function CheckoutCanceled({ searchParams }: Props) {
  const { checkout = '' } = await searchParams;
  const user = await requireMember('admin', `/checkout/canceled?checkout=${encodeURIComponent(checkout)}`);
  const { id, confirmation } = await getCheckout(user, checkout);
  if (confirmation.state === 'paid' || confirmation.state === 'processing')
    redirect(`/checkout/success?checkout=${id}`);
  const { sku, quantity } = confirmation;
  return (
    <CenteredPage>
      <PageHeading title={CHECKOUT_CANCELED.title}>{CHECKOUT_CANCELED.text}</PageHeading>
      <p className="flex flex-wrap gap-3">
        {isSku(sku) && (
          <LinkButton href={checkoutPath(paramsForSku(sku, quantity))} size="lg">
            {CHECKOUT_CANCELED.retry}
          </LinkButton>
        )}
        <LinkButton variant="outline" href="/pricing" size="lg">
          {CHECKOUT_CANCELED.plans}
        </LinkButton>
      </p>
    </CenteredPage>
  );
}
