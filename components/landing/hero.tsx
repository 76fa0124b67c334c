import { DEFAULT_LOCALE } from '@/lib/locale';
import { EXAMPLE } from '@/lib/reports/example';
import { reportOn } from '@/lib/reports/report';
import { ReportPicture } from '../reports/report-view';
import { Badge } from '../ui/badge';
import { Tear } from '../ui/card';
import { LinkButton } from '../ui/link-button';
import { HERO } from './words';

/** What it is in one line, and the thing itself below: the component that draws a customer's report. */
export function Hero() {
  return (
    <section className="mx-auto w-full max-w-6xl px-4 pt-16 pb-20 sm:px-6 sm:pt-24">
      <h1 className="max-w-4xl text-display tracking-[-0.045em]">
        {HERO.title.map((line) => (
          <span key={line} className="block">
            {line}{' '}
          </span>
        ))}
      </h1>
      <p className="mt-6 max-w-2xl text-lg text-muted">{HERO.lead}</p>
      <p className="mt-8 flex flex-wrap gap-3">
        <LinkButton href="/dashboard" variant="signal" size="lg">
          {HERO.start}
        </LinkButton>
        <LinkButton href="/pricing" size="lg">
          {HERO.plans}
        </LinkButton>
      </p>
      <div className="mt-14 rounded-md border border-line bg-surface shadow-lift">
        <div className="flex flex-wrap items-center justify-between gap-3 px-5 py-4 sm:px-8">
          <h2 className="text-base font-semibold tracking-normal">{HERO.sampleTitle}</h2>
          <Badge>{HERO.sample}</Badge>
        </div>
        <Tear />
        <div className="p-5 sm:p-8">
          <ReportPicture report={reportOn(EXAMPLE)} locale={DEFAULT_LOCALE} />
        </div>
      </div>
    </section>
  );
}
