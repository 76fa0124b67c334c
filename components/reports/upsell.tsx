import { defaultIntervalOf } from '@/lib/billing/catalog/on-sale';
import { PLANS, type PlanKey } from '@/lib/billing/catalog/plans';
import { EXAMPLE } from '@/lib/reports/example';
import { buildReport } from '@/lib/reports/report';
import { BuyForm } from '../pricing/buy-form';
import { Badge } from '../ui/badge';
import { Card, CardDivider } from '../ui/card';
import { Check } from '../ui/icons';
import { LinkButton } from '../ui/link-button';
import { PageHeading } from '../ui/page-heading';
import { UPSELL } from './copy';
import { ReportView } from './report-view';

interface Props {
  readonly locale: string;
  /** The smallest plan with reports; null when none is on sale. */
  readonly plan: PlanKey | null;
  /** Subscribers to another plan change it instead of buying a second one. */
  readonly subscribed: boolean;
  /** Whether the reader may buy for the workspace. */
  readonly manages: boolean;
}

/** A preview of the paid page with sample data. */
export function Upsell({ locale, plan, subscribed, manages }: Props) {
  return (
    <>
      <PageHeading title={plan === null ? UPSELL.none : UPSELL.title(plan)}>{UPSELL.lead}</PageHeading>
      <div className="grid items-start gap-8 lg:grid-cols-[2fr_1fr]">
        <Card>
          <p className="px-6 py-4">
            <Badge variant="secondary">{UPSELL.example}</Badge>
          </p>
          <CardDivider />
          <div className="p-6">
            <ReportView report={buildReport(EXAMPLE)} locale={locale} />
          </div>
        </Card>
        <div className="grid gap-6">
          <ul className="grid gap-3">
            {(plan === null ? [] : pointsOf(plan, subscribed)).map((point) => (
              <li key={point} className="flex gap-2.5">
                <Check className="mt-0.5 size-5" />
                {point}
              </li>
            ))}
          </ul>
          {!manages ? (
            <p>{UPSELL.ask}</p>
          ) : subscribed ? (
            <LinkButton href="/account" size="lg">
              {UPSELL.change}
            </LinkButton>
          ) : (
            plan !== null && (
              <BuyForm
                order={{ plan, interval: defaultIntervalOf(plan) }}
                button={UPSELL.button(plan)}
                variant="default"
              />
            )
          )}
          <a href="/pricing" className="link justify-self-start">
            {UPSELL.compare}
          </a>
        </div>
      </div>
    </>
  );
}

/** What the plan adds, and its trial for those who may have one. */
function pointsOf(plan: PlanKey, subscribed: boolean): string[] {
  const { points, trialDays = 0 } = PLANS[plan];
  return [
    UPSELL.days(plan),
    ...points.slice(0, 1),
    ...(subscribed || trialDays === 0 ? [] : [UPSELL.trial(trialDays)]),
  ];
}
