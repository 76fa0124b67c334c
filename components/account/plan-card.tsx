import { isSubscribed } from '@/lib/billing/access/decide';
import type { Overview, SubscriptionView } from '@/lib/billing/account/overview';
import { perInterval } from '@/lib/billing/interval-text';
import { Card, CardDivider } from '../ui/card';
import { type DescriptionItem, DescriptionList } from '../ui/description-list';
import { formatAmount, formatChargeDate, formatCount, type Reader } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { SEATS } from './change/copy';
import { ACCOUNT, PROVIDER_NAMES } from './copy';

import { PlanLinks } from './plan-links';
import { currentPlanName, planSentence } from './plan-sentence';
import { PortalButton } from './portal-button';

interface Props {
  readonly overview: Overview;
  readonly reader: Reader;
  /** The short version links to the account page. */
  readonly short?: boolean;
}

export function PlanCard({ overview, reader, short = false }: Props) {
  const { access } = overview;
  const portals = short ? [] : overview.portals;
  return (
    <Card labelledBy="plan" className={short ? '' : 'lg:grid lg:grid-cols-[1fr_27rem]'}>
      <div className="grid content-start gap-2 p-6">
        <h2 id="plan" className="text-sm font-medium tracking-normal text-muted-foreground">
          {ACCOUNT.plan}
        </h2>
        <p className="text-2xl font-semibold tracking-tight">{currentPlanName(overview)}</p>
        <p className="max-w-prose">{planSentence(overview, reader)}</p>
      </div>
      <div className={short ? '' : 'lg:hidden'}>
        <CardDivider />
      </div>
      <div
        className={`px-6 pt-2 pb-6 ${short ? '' : 'lg:row-span-2 lg:my-6 lg:border-l-2 lg:border-dashed lg:border-border lg:py-0'}`}
      >
        <DescriptionList items={itemsOf(overview, reader)} />
      </div>
      <div className="grid content-end gap-5 px-6 pb-6">
        <div className="flex flex-wrap gap-3">
          {!isSubscribed(access) && overview.subscription === null && (
            <LinkButton href="/pricing">{ACCOUNT.seePlans}</LinkButton>
          )}
          {short && isSubscribed(access) && (
            <LinkButton variant="outline" href="/account">
              {ACCOUNT.open}
            </LinkButton>
          )}
          {!short && (
            <PlanLinks subscription={overview.subscription}>
              {portals.map((provider) => (
                <PortalButton
                  key={provider}
                  workspaceId={overview.workspaceId}
                  provider={provider}
                  name={portals.length > 1 ? ACCOUNT.manageAt(PROVIDER_NAMES[provider]) : ACCOUNT.manage}
                />
              ))}
            </PlanLinks>
          )}
        </div>
        {portals.length > 0 && <p className="text-sm text-muted-foreground">{ACCOUNT.manageHint}</p>}
      </div>
    </Card>
  );
}

function itemsOf({ subscription, due, access, credits }: Overview, reader: Reader): DescriptionItem[] {
  const items: DescriptionItem[] = [];
  const shown = access.level !== 'none' || access.reason === 'no_seats';
  if (subscription !== null && shown && access.reason !== 'lifetime') {
    const { every, quantity, otherItems } = subscription;
    const price = formatAmount(subscription.amount, subscription, reader);
    if (quantity > 1)
      items.push({ name: SEATS.name, value: <span className="figures">{formatCount(quantity, reader.locale)}</span> });
    const full = every === null ? price : `${price} ${perInterval(every)}`;
    items.push({ name: ACCOUNT.price, value: otherItems === 0 ? full : `${full}. ${ACCOUNT.otherItems(otherItems)}` });
    const owed = due?.overdue ? formatAmount(due.amount, subscription, reader) : null;
    items.push({
      name: ACCOUNT.nextPayment,
      value: owed === null ? nextPayment(subscription, reader) : ACCOUNT.dueNow(owed),
    });
  }
  items.push({ name: ACCOUNT.credits, value: <span className="figures">{formatCount(credits, reader.locale)}</span> });
  return items;
}

function nextPayment(subscription: SubscriptionView, reader: Reader): string {
  const { nextCharge } = subscription;
  if (nextCharge === null) return ACCOUNT.noPayment;
  const date = formatChargeDate(nextCharge.at, reader);
  return nextCharge.amount === null
    ? ACCOUNT.nextUnknown(date)
    : ACCOUNT.nextOn(formatAmount(nextCharge.amount, subscription, reader), date);
}
