'use server';

import { TOOL } from '@/components/reports/form-words';
import type { Outcome } from '@/components/reports/outcome';
import { seriesProblem } from '@/components/reports/words';
import { requireUser } from '@/lib/auth';
import { AppError } from '@/lib/errors';
import { type Run, runReport, type Use } from '@/lib/reports/run';
import { MAX_TEXT } from '@/lib/reports/series';

/** The figures, for everyone who is signed in. */
export async function summarise(_before: Outcome, form: FormData): Promise<Outcome> {
  const user = await requireUser('/dashboard');
  return answer(user.id, form, 'summary');
}

/** The whole report, for plans that have it. */
export async function report(_before: Outcome, form: FormData): Promise<Outcome> {
  const user = await requireUser('/premium');
  return answer(user.id, form, 'reports');
}

async function answer(userId: string, form: FormData, use: Use): Promise<Outcome> {
  const sent = form.get('series');
  const text = typeof sent === 'string' ? sent.slice(0, MAX_TEXT) : '';
  try {
    return { text, ...said(await runReport(userId, text, use)) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'billing/not-enough-credits')
      return { text, stopped: { title: error.message, link: { href: '/pricing#credits', name: TOOL.buyCredits } } };
    if (error instanceof AppError && error.code === 'billing/subscription-required')
      return { text, stopped: { title: error.message, link: { href: '/pricing', name: TOOL.plans } } };
    throw error;
  }
}

function said(run: Run): Omit<Outcome, 'text'> {
  if (!run.ok) return { wrong: seriesProblem(run.error.line, run.error.problem) };
  return { report: run.report, ...(run.charged ? { note: TOOL.charged(run.credits) } : {}) };
}
