import { invalidRequest } from '../api/errors';

interface TrialParams {
  trial_end?: 'now' | number | undefined;
  trial_period_days?: number | undefined;
  /** The trial of the prices themselves, if requested. */
  fromPrice?: number | null | undefined;
}

/**
 * End of a trial that starts now, in unix seconds; null without one. A trial day has 86,400 seconds
 * (docs/providers/stripe.md#trials).
 * @throws 400 for an end in the past or more than five years ahead
 */
export function trialEndOf(requested: TrialParams, now: number): number | null {
  if (requested.trial_end !== undefined && requested.trial_period_days !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days.', {
      param: 'trial_end',
    });
  }
  if (requested.trial_end === 'now') return null;
  const days = requested.trial_period_days ?? requested.fromPrice ?? 0;
  const end = requested.trial_end ?? (days > 0 ? now + days * 86_400 : null);
  if (end === null) return null;
  if (end <= now) throw invalidRequest('trial_end must be in the future.', { param: 'trial_end' });
  if (end > now + 5 * 366 * 86_400) {
    throw invalidRequest('The trial end may not be more than five years away.', { param: 'trial_end' });
  }
  return end;
}
