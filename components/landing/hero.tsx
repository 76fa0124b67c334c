import { DEFAULT_LOCALE } from '@/lib/locale';
import { EXAMPLE } from '@/lib/reports/example';
import { buildReport } from '@/lib/reports/report';
import { ReportPreview } from '../reports/report-view';
import { Badge } from '../ui/badge';
import { CardDivider } from '../ui/card';
import { LinkButton } from '../ui/link-button';
import { HERO } from './copy';

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
      <p className="mt-6 max-w-2xl text-lg text-muted-foreground">{HERO.lead}</p>
      <p className="mt-8 flex flex-wrap gap-3">
        <LinkButton href="/dashboard" size="lg">
          {HERO.start}
        </LinkButton>
        <LinkButton variant="outline" href="/pricing" size="lg">
          {HERO.plans}
        </LinkButton>
      </p>
      <div className="mt-14 rounded-md border border-border bg-card shadow-lift">
        <div className="flex flex-wrap items-center justify-between gap-3 px-5 py-4 sm:px-8">
          <h2 className="text-base font-semibold tracking-normal">{HERO.sampleTitle}</h2>
          <Badge variant="secondary">{HERO.sample}</Badge>
        </div>
        <CardDivider />
        <div className="p-5 sm:p-8">
          <ReportPreview report={buildReport(EXAMPLE)} locale={DEFAULT_LOCALE} />
        </div>
      </div>
    </section>
  );
}
