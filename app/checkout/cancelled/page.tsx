import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ownCheckout } from '@/app/checkout/own-checkout';
import { NarrowPage } from '@/components/checkout/narrow-page';
import { orderFor, startPath } from '@/components/checkout/order';
import { CANCELLED } from '@/components/checkout/words';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { isSku } from '@/lib/billing/plans';

export const metadata: Metadata = { title: CANCELLED.title };

interface Props {
  readonly searchParams: Promise<{ readonly checkout?: string }>;
}

/** Where the provider's back link leads. If it was paid after all, in another tab, the result is shown instead. */
export default async function Cancelled({ searchParams }: Props) {
  const { checkout = '' } = await searchParams;
  const user = await requireUser(`/checkout/cancelled?checkout=${encodeURIComponent(checkout)}`);
  const { id, confirmation } = await ownCheckout(user.id, checkout);
  if (confirmation.state === 'paid') redirect(`/checkout/success?checkout=${id}`);
  const { sku, quantity } = confirmation;
  return (
    <NarrowPage>
      <PageHeading title={CANCELLED.title}>{CANCELLED.text}</PageHeading>
      <p className="flex flex-wrap gap-3">
        {isSku(sku) && (
          <LinkButton href={startPath(orderFor(sku, quantity))} variant="signal" size="lg">
            {CANCELLED.retry}
          </LinkButton>
        )}
        <LinkButton href="/pricing" size="lg">
          {CANCELLED.plans}
        </LinkButton>
      </p>
    </NarrowPage>
  );
}
