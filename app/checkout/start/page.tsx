import type { Metadata } from 'next';
import { requestLocale } from '@/app/locale';
import { START } from '@/components/checkout/copy';
import { OrderSummary } from '@/components/checkout/order-summary';
import { CenteredPage } from '@/components/site/centered-page';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireMember } from '@/lib/auth';
import { assertMayBuy } from '@/lib/billing/access/eligibility';
import { offerOf } from '@/lib/billing/catalog/plans';
import { checkoutPath } from '@/lib/billing/checkout/checkout-params';
import { checkoutInput, skuOf } from '@/lib/billing/checkout/input';
import { orderedQuantity } from '@/lib/billing/checkout/start';
import { configuredProviders } from '@/lib/billing/providers';
import { env } from '@/lib/env';
import { AppError, expected } from '@/lib/errors';

export const metadata: Metadata = { title: START.title };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Reviews the order before the provider's checkout. Opening it creates nothing. */
export default async function Start({ searchParams }: Props) {
  const query = await searchParams;
  const user = await requireMember('admin', checkoutPath(singleValues(query)));
  const parsed = checkoutInput.safeParse(query);
  if (!parsed.success)
    return <Unavailable title={START.unknown.title} text={START.unknown.text} href="/pricing" label={START.back} />;
  const input = parsed.data;
  const terms = await expected(() =>
    assertMayBuy({ workspaceId: user.workspaceId, email: user.email }, offerOf(skuOf(input)), input.currency),
  );
  const quantity = await expected(() => orderedQuantity(user.workspaceId, input));
  if (terms instanceof AppError)
    return <Unavailable title={START.unavailable} text={terms.message} href="/account" label={START.account} />;
  if (quantity instanceof AppError)
    return (
      <Unavailable title={START.unavailable} text={quantity.message} href="/account/members" label={START.members} />
    );
  return (
    <CenteredPage>
      <PageHeading title={START.title}>{START.lead}</PageHeading>
      <OrderSummary
        input={input}
        sku={skuOf(input)}
        workspaceId={user.workspaceId}
        terms={terms}
        quantity={quantity}
        providers={env().checkoutProvider === 'choice' ? configuredProviders() : []}
        locale={await requestLocale()}
      />
      {terms.currency !== input.currency && <p className="text-sm">{START.currencyFixed(terms.currency)}</p>}
      <p>
        <a href="/pricing" className="link">
          {START.back}
        </a>
      </p>
    </CenteredPage>
  );
}

function singleValues(query: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

interface UnavailableProps {
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly label: string;
}

function Unavailable({ title, text, href, label }: UnavailableProps) {
  return (
    <CenteredPage>
      <PageHeading title={title}>{text}</PageHeading>
      <p>
        <LinkButton href={href} size="lg">
          {label}
        </LinkButton>
      </p>
    </CenteredPage>
  );
}
