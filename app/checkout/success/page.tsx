import type { Metadata } from 'next';
import { ownCheckout } from '@/app/checkout/own-checkout';
import { Follow } from '@/components/checkout/follow';
import { NarrowPage } from '@/components/checkout/narrow-page';
import { Result } from '@/components/checkout/result';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: 'Your checkout' };

interface Props {
  readonly searchParams: Promise<{ readonly checkout?: string }>;
}

/** Where the provider sends people back to. It believes the ledger, never the address. */
export default async function Success({ searchParams }: Props) {
  const { checkout = '' } = await searchParams;
  const user = await requireUser(`/checkout/success?checkout=${encodeURIComponent(checkout)}`);
  const { id, confirmation } = await ownCheckout(user.id, checkout);
  return (
    <NarrowPage>
      <Result confirmation={confirmation} />
      {confirmation.state === 'confirming' && (
        <>
          <Follow checkoutId={id} state={confirmation.state} />
          <noscript>
            <meta httpEquiv="refresh" content="3" />
          </noscript>
        </>
      )}
    </NarrowPage>
  );
}
