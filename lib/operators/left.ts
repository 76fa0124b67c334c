import { configuredProviders } from '@/lib/billing/providers';
import type { ProviderReport } from '@/lib/billing/reconcile/all';
import { STEPS, type Step } from '@/lib/billing/reconcile/steps';
import type { Provider } from '@/lib/billing/types';

/** What a reconciliation left to its next run. */
export interface Left {
  readonly provider: Provider;
  /** Where it stopped; null if another process is still at it. */
  readonly step: Step | null;
}

/** What is left, as an address carries it, such as `stripe.money,dodo`; empty if nothing is. */
export function toLeft(reports: readonly ProviderReport[]): string {
  return reports
    .filter(({ state }) => state !== 'done')
    .map(({ provider, stoppedAt }) => (stoppedAt === null ? provider : `${provider}.${stoppedAt}`))
    .join(',');
}

/** The reverse of `toLeft`. Words that it doesn't write are left out: anyone can make up an address. */
export function readLeft(text: string | undefined): Left[] {
  const providers = configuredProviders();
  return (text ?? '').split(',').flatMap((part) => {
    const [first, second] = part.split('.');
    const provider = providers.find((name) => name === first);
    return provider === undefined ? [] : [{ provider, step: STEPS.find((name) => name === second) ?? null }];
  });
}
