import type { Metadata } from 'next';
import { getCheckout } from '@/app/checkout/get-checkout';
import { CheckoutPoller } from '@/components/checkout/checkout-poller';
import { CheckoutResult } from '@/components/checkout/checkout-result';
import { CHECKOUT_TITLE } from '@/components/checkout/copy';
import { CenteredPage } from '@/components/site/centered-page';
import { requireMember } from '@/lib/auth';

export const metadata: Metadata = { title: CHECKOUT_TITLE };

interface Props {
  readonly searchParams: Promise<{ readonly checkout?: string }>;
}

/** Target of the provider's redirect. Trusts the ledger, never the URL. */
export default async function Success({ searchParams }: Props) {
  const { checkout = '' } = await searchParams;
  const user = await requireMember('admin', `/checkout/success?checkout=${encodeURIComponent(checkout)}`);
  const { id, confirmation } = await getCheckout(user, checkout);
  return (
    <CenteredPage>
      <CheckoutResult confirmation={confirmation} />
      {confirmation.state === 'confirming' && (
        <>
          <CheckoutPoller checkoutId={id} state={confirmation.state} />
          <noscript>
            <meta httpEquiv="refresh" content="3" />
          </noscript>
        </>
      )}
    </CenteredPage>
  );
}
