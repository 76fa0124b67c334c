'use client';

import { useActionState } from 'react';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { TextArea } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { REPORT_FORM } from './copy';
import type { FormState } from './form-state';
import { ReportFigures, ReportView } from './report-view';

interface Props {
  /** A server action, so that the form works without JavaScript. */
  readonly run: (previous: FormState, form: FormData) => Promise<FormState>;
  readonly kind: 'summary' | 'report';
  readonly start: string;
  readonly locale: string;
  readonly hint: string;
  readonly canDownload: boolean;
}

export function ReportForm({ run, kind, start, locale, hint, canDownload }: Props) {
  const [state, submit, busy] = useActionState(run, { text: start });
  const { report, note, error, blocked } = state;
  return (
    <div className="grid gap-8">
      <form action={submit} className="grid gap-4">
        {blocked && (
          <Alert
            variant="warning"
            role="alert"
            title={blocked.title}
            action={
              <LinkButton variant="outline" href={blocked.link.href}>
                {blocked.link.name}
              </LinkButton>
            }
          />
        )}
        <TextArea
          key={state.text}
          id="series"
          name="series"
          label={REPORT_FORM.label}
          hint={hint}
          error={error}
          rows={8}
          required
          spellCheck={false}
          placeholder={REPORT_FORM.placeholder}
          defaultValue={state.text}
          className="font-mono text-sm"
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={busy}>{kind === 'report' ? REPORT_FORM.createReport : REPORT_FORM.summarize}</Button>
          <a href="?example=1" className="link inline-flex min-h-11 items-center px-1 text-sm">
            {REPORT_FORM.example}
          </a>
          <span role="status" className="text-sm text-muted-foreground">
            {busy ? REPORT_FORM.busy : ''}
          </span>
        </div>
      </form>
      {report && (
        <section aria-label={REPORT_FORM.result} className="grid gap-6 border-t-2 border-foreground pt-6">
          {note && <p className="text-sm text-muted-foreground">{note}</p>}
          {kind === 'report' ? (
            <ReportView report={report} locale={locale} />
          ) : (
            <ReportFigures report={report} locale={locale} />
          )}
          {canDownload && <Download series={state.text} />}
        </section>
      )}
    </div>
  );
}

/** A plain form, so that the browser saves the response as a file. */
function Download({ series }: { readonly series: string }) {
  return (
    <form method="post" action="/api/premium/export">
      <input type="hidden" name="series" value={series} />
      <Button variant="outline">{REPORT_FORM.download}</Button>
    </form>
  );
}
