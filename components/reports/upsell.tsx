import { EXAMPLE } from '@/lib/reports/example';
import { reportOn } from '@/lib/reports/report';
import { BuyForm } from '../pricing/buy-form';
import { Badge } from '../ui/badge';
import { Card, Tear } from '../ui/card';
import { Check } from '../ui/icons';
import { LinkButton } from '../ui/link-button';
import { PageHeading } from '../ui/page-heading';
import { UPSELL } from './form-words';
import { ReportView } from './report-view';

interface Props {
  readonly locale: string;
  /** With a subscription to another plan the way is a change, not a second purchase. */
  readonly subscribed: boolean;
}

/** What the paid page would show, on an example that says it is one, with one button to get it. */
export function Upsell({ locale, subscribed }: Props) {
  return (
    <>
      <PageHeading title={UPSELL.title}>{UPSELL.lead}</PageHeading>
      <div className="grid items-start gap-8 lg:grid-cols-[2fr_1fr]">
        <Card>
          <p className="px-6 py-4">
            <Badge>{UPSELL.example}</Badge>
          </p>
          <Tear />
          <div className="p-6">
            <ReportView report={reportOn(EXAMPLE)} locale={locale} />
          </div>
        </Card>
        <div className="grid gap-6">
          <ul className="grid gap-3">
            {(subscribed ? UPSELL.points : [...UPSELL.points, UPSELL.trial]).map((point) => (
              <li key={point} className="flex gap-2.5">
                <Check className="mt-0.5 size-5" />
                {point}
              </li>
            ))}
          </ul>
          {subscribed ? (
            <LinkButton href="/account" variant="signal" size="lg">
              {UPSELL.change}
            </LinkButton>
          ) : (
            <BuyForm order={{ plan: 'pro', interval: 'month' }} button={UPSELL.button} variant="signal" />
          )}
          <a href="/pricing" className="link justify-self-start">
            {UPSELL.others}
          </a>
        </div>
      </div>
    </>
  );
}
