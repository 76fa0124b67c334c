import { isSubscribed } from '@/lib/billing/access';
import { formatMoney } from '@/lib/billing/money';
import type { Overview } from '@/lib/billing/overview';
import { Card, Tear } from '../ui/card';
import { type Fact, Facts } from '../ui/facts';
import { formatCount, formatDate } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { PlanLinks } from './plan-links';
import { openPlanName, planSentence } from './plan-sentence';
import { PortalButton } from './portal-button';
import { ACCOUNT, PROVIDERS } from './words';
import { SEATS } from './words-change';

interface Props {
  readonly overview: Overview;
  readonly locale: string;
  /** Elsewhere than on the account page: the ticket then leads there. */
  readonly short?: boolean;
}

/** The ticket: what is open, what it costs, what comes next, and where to change it. */
export function PlanCard({ overview, locale, short = false }: Props) {
  const { access } = overview;
  const portals = short ? [] : overview.portals;
  return (
    <Card labelledBy="plan" className={short ? '' : 'lg:grid lg:grid-cols-[1fr_27rem]'}>
      <div className="grid content-start gap-2 p-6">
        <h2 id="plan" className="text-sm font-medium tracking-normal text-muted">
          {ACCOUNT.plan}
        </h2>
        <p className="text-2xl font-semibold tracking-tight">{openPlanName(overview)}</p>
        <p className="max-w-prose">{planSentence(overview, locale)}</p>
      </div>
      <div className={short ? '' : 'lg:hidden'}>
        <Tear />
      </div>
      <div
        className={`px-6 pt-2 pb-6 ${short ? '' : 'lg:row-span-2 lg:my-6 lg:border-l-2 lg:border-dashed lg:border-line lg:py-0'}`}
      >
        <Facts facts={factsOf(overview, locale)} />
      </div>
      <div className="grid content-end gap-5 px-6 pb-6">
        <div className="flex flex-wrap gap-3">
          {!isSubscribed(access) && (
            <LinkButton href="/pricing" variant="signal">
              {ACCOUNT.seePlans}
            </LinkButton>
          )}
          {short && isSubscribed(access) && <LinkButton href="/account">{ACCOUNT.open}</LinkButton>}
          {!short && (
            <PlanLinks subscription={overview.subscription}>
              {portals.map((provider) => (
                <PortalButton
                  key={provider}
                  provider={provider}
                  name={portals.length > 1 ? ACCOUNT.manageAt(PROVIDERS[provider]) : ACCOUNT.manage}
                />
              ))}
            </PlanLinks>
          )}
        </div>
        {portals.length > 0 && <p className="text-sm text-muted">{ACCOUNT.manageHint}</p>}
      </div>
    </Card>
  );
}

function factsOf({ subscription, access, credits }: Overview, locale: string): Fact[] {
  const facts: Fact[] = [];
  if (subscription !== null && access.level !== 'none' && access.reason !== 'lifetime') {
    const price = formatMoney(subscription.amount, subscription.currency, locale);
    const { interval, renewsAt, status, pending, currency, quantity } = subscription;
    if (quantity > 1)
      facts.push({ name: SEATS.name, value: <span className="figures">{formatCount(quantity, locale)}</span> });
    const charge = pending?.amount == null ? price : formatMoney(pending.amount, currency, locale);
    const next = renewsAt === null ? ACCOUNT.noCharge : ACCOUNT.nextOn(charge, formatDate(renewsAt, locale));
    facts.push({ name: ACCOUNT.price, value: interval === null ? price : `${price} ${ACCOUNT.per[interval]}` });
    facts.push({ name: ACCOUNT.nextCharge, value: status === 'past_due' ? ACCOUNT.dueNow(price) : next });
  }
  facts.push({ name: ACCOUNT.credits, value: <span className="figures">{formatCount(credits, locale)}</span> });
  return facts;
}
