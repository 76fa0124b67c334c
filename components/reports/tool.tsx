'use client';

import { useActionState } from 'react';
import { Button } from '../ui/button';
import { TextArea } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { Notice } from '../ui/notice';
import { TOOL } from './form-words';
import type { Outcome } from './outcome';
import { ReportFigures, ReportView } from './report-view';

interface Props {
  /** A server action, so the form also works before and without its script. */
  readonly run: (before: Outcome, form: FormData) => Promise<Outcome>;
  readonly kind: 'summary' | 'report';
  readonly start: string;
  readonly locale: string;
  readonly hint: string;
  readonly mayDownload: boolean;
}

/** Numbers in, figures or a whole report out. */
export function Tool({ run, kind, start, locale, hint, mayDownload }: Props) {
  const [outcome, act, busy] = useActionState(run, { text: start });
  const { report, note, wrong, stopped } = outcome;
  return (
    <div className="grid gap-8">
      <form action={act} className="grid gap-4">
        {stopped && (
          <Notice
            tone="warn"
            role="alert"
            title={stopped.title}
            action={<LinkButton href={stopped.link.href}>{stopped.link.name}</LinkButton>}
          />
        )}
        <TextArea
          key={outcome.text}
          id="series"
          name="series"
          label={TOOL.label}
          hint={hint}
          error={wrong}
          rows={8}
          required
          spellCheck={false}
          placeholder={TOOL.placeholder}
          defaultValue={outcome.text}
          className="font-mono text-sm"
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="signal" disabled={busy}>
            {kind === 'report' ? TOOL.report : TOOL.summary}
          </Button>
          <a href="?example=1" className="link inline-flex min-h-11 items-center px-1 text-sm">
            {TOOL.example}
          </a>
          <span role="status" className="text-sm text-muted">
            {busy ? TOOL.busy : ''}
          </span>
        </div>
      </form>
      {report && (
        <section aria-label={TOOL.result} className="grid gap-6 border-t-2 border-ink pt-6">
          {note && <p className="text-sm text-muted">{note}</p>}
          {kind === 'report' ? (
            <ReportView report={report} locale={locale} />
          ) : (
            <ReportFigures report={report} locale={locale} />
          )}
          {mayDownload && <Download series={outcome.text} />}
        </section>
      )}
    </div>
  );
}

/** The same numbers once more, as a file: a plain form, so that the browser saves the answer. */
function Download({ series }: { readonly series: string }) {
  return (
    <form method="post" action="/api/premium/export">
      <input type="hidden" name="series" value={series} />
      <Button>{TOOL.download}</Button>
    </form>
  );
}
