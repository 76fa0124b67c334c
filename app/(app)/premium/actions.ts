'use server';

import { notFound } from 'next/navigation';
import { REPORT_FORM } from '@/components/reports/copy';
import type { FormState } from '@/components/reports/form-state';
import { actorOf, requireUser } from '@/lib/auth';
import { AppError } from '@/lib/errors';
import { seriesProblem } from '@/lib/reports/copy';
import { type Run, runReport, type Use } from '@/lib/reports/run';
import { MAX_TEXT } from '@/lib/reports/series';
import type { Actor } from '@/lib/workspaces/actor';

/** Key figures, for every signed-in user. */
export async function summarize(_previous: FormState, form: FormData): Promise<FormState> {
  const user = await requireUser('/dashboard');
  return runForm(actorOf(user), form, 'summary');
}

/** A full report, for plans that include it. */
export async function createReport(_previous: FormState, form: FormData): Promise<FormState> {
  const user = await requireUser('/premium');
  return runForm(actorOf(user), form, 'reports');
}

/** Clients can call an action with any argument, whatever its type says. */
async function runForm(actor: Actor, form: unknown, use: Use): Promise<FormState> {
  if (!(form instanceof FormData)) notFound();
  const series = form.get('series');
  const text = typeof series === 'string' ? series.slice(0, MAX_TEXT) : '';
  try {
    return { text, ...stateOf(await runReport(actor, text, use)) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'billing/not-enough-credits')
      return {
        text,
        blocked: { title: error.message, link: { href: '/pricing#credits', name: REPORT_FORM.buyCredits } },
      };
    if (error instanceof AppError && error.code === 'billing/subscription-required')
      return { text, blocked: { title: error.message, link: { href: '/pricing', name: REPORT_FORM.plans } } };
    if (error instanceof AppError && error.code === 'request/too-many') return { text, error: error.message };
    throw error;
  }
}

function stateOf(run: Run): Omit<FormState, 'text'> {
  if (!run.ok) return { error: seriesProblem(run.error.line, run.error.problem) };
  return { report: run.report, ...(run.charged ? { note: REPORT_FORM.charged(run.credits) } : {}) };
}
