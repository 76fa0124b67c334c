import { invalidRequest } from '../api/errors';

/** @throws 400 for an invoice without a due date, and for a due date with automatic charges */
export function checkDaysUntilDue(method: string | undefined, days: number | null | undefined): void {
  if (method === 'send_invoice' && typeof days !== 'number') {
    throw invalidRequest('You must pass `days_until_due` when `collection_method` is `send_invoice`.', {
      code: 'parameter_missing',
      param: 'days_until_due',
    });
  }
  if (method !== 'send_invoice' && typeof days === 'number') {
    throw invalidRequest('`days_until_due` can only be set if `collection_method` is `send_invoice`.', {
      param: 'days_until_due',
    });
  }
}

/** @throws 400 for a date that isn't in the past, and together with a trial, which this sandbox doesn't support */
export function backdatedTo(date: number | undefined, now: number, trialEnd: number | null): number | undefined {
  if (date === undefined) return undefined;
  const param = 'backdate_start_date';
  if (date >= now) throw invalidRequest('The `backdate_start_date` must be in the past.', { param });
  if (trialEnd === null) return date;
  throw invalidRequest('The sandbox does not play backdate_start_date together with a trial.', {
    code: 'sandbox_unsupported',
    param,
  });
}
