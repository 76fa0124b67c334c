import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { NarrowPage } from '@/components/checkout/narrow-page';
import { startPath } from '@/components/checkout/order';
import { OrderTicket } from '@/components/checkout/order-ticket';
import { START } from '@/components/checkout/words';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { checkoutInput, skuOf } from '@/lib/billing/checkout';
import { assertMayBuy, type Terms } from '@/lib/billing/eligibility';
import { offerOf } from '@/lib/billing/plans';
import { configuredProviders } from '@/lib/billing/providers';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

export const metadata: Metadata = { title: START.title };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The order before the provider's page: what, how much, with whom. Opening it creates nothing. */
export default async function Start({ searchParams }: Props) {
  const asked = await searchParams;
  const user = await requireUser(startPath(wordsOf(asked)));
  const parsed = checkoutInput.safeParse(asked);
  if (!parsed.success)
    return <Stopped title={START.unknown.title} text={START.unknown.text} href="/pricing" name={START.back} />;
  const input = parsed.data;
  const terms = await termsFor(user, input);
  if (terms instanceof AppError)
    return <Stopped title={START.stopped} text={terms.message} href="/account" name={START.account} />;
  return (
    <NarrowPage>
      <PageHeading title={START.title}>{START.lead}</PageHeading>
      <OrderTicket
        input={input}
        sku={skuOf(input)}
        terms={terms}
        providers={env().checkoutProvider === 'choice' ? configuredProviders() : []}
        locale={await readerLocale()}
      />
      {terms.currency !== input.currency && <p className="text-sm">{START.currencyFixed(terms.currency)}</p>}
      <p>
        <a href="/pricing" className="link">
          {START.back}
        </a>
      </p>
    </NarrowPage>
  );
}

async function termsFor(
  user: { id: string; email: string },
  input: Parameters<typeof skuOf>[0],
): Promise<Terms | AppError> {
  try {
    return await assertMayBuy(user, offerOf(skuOf(input)), input.currency);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function wordsOf(asked: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

interface StoppedProps {
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly name: string;
}

function Stopped({ title, text, href, name }: StoppedProps) {
  return (
    <NarrowPage>
      <PageHeading title={title}>{text}</PageHeading>
      <p>
        <LinkButton href={href} variant="signal" size="lg">
          {name}
        </LinkButton>
      </p>
    </NarrowPage>
  );
}
