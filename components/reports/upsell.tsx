import { EXAMPLE } from '@/lib/reports/example';
import { reportOn } from '@/lib/reports/report';
import { BuyForm } from '../pricing/buy-form';
import { Badge } from '../ui/badge';
import { Card, Tear } from '../ui/card';
import { Check } from '../ui/icons';
import { PageHeading } from '../ui/page-heading';
import { UPSELL } from './form-words';
import { ReportView } from './report-view';

/** What the paid page would show, on an example that says it is one, with one button to get it. */
export function Upsell({ locale }: { readonly locale: string }) {
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
            {UPSELL.points.map((point) => (
              <li key={point} className="flex gap-2.5">
                <Check className="mt-0.5 size-5" />
                {point}
              </li>
            ))}
          </ul>
          <BuyForm order={{ plan: 'pro', interval: 'month' }} button={UPSELL.button} variant="signal" />
          <a href="/pricing" className="link justify-self-start">
            {UPSELL.others}
          </a>
        </div>
      </div>
    </>
  );
}
