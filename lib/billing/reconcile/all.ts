import { configuredProviders } from '../providers';
import type { Provider } from '../types';
import { type Reconciled, reconcile } from './run';
import type { Step } from './steps';
import { ReconcileUnderWay } from './under-way';

/** The result of reconciling with one provider. */
export interface ProviderReport {
  readonly provider: Provider;
  /** `partial`: some of it couldn't be read from the provider, and the next run continues. */
  readonly state: 'done' | 'partial' | 'under way';
  readonly checked: number;
  readonly events: number;
  readonly foreign: number;
  readonly failed: number;
  /** The step it stopped at; null unless it's partial. */
  readonly stoppedAt: Step | null;
  /** Why it isn't done; null if it is. */
  readonly reason: string | null;
  /** Null if another process is running it. */
  readonly runId: string | null;
}

interface AllOptions {
  readonly actor: string;
  readonly dryRun?: boolean;
  /** See `ReconcileOptions`. */
  readonly everything?: boolean;
  /** Milliseconds since the epoch, real time, when everything stops; the next run continues. */
  readonly until?: number;
  /** See `ReconcileOptions`. */
  readonly onProgress?: () => void;
}

/** Reconciles with every configured provider in turn. An error with one is thrown after the others are done. */
export async function reconcileProviders({ until, ...options }: AllOptions): Promise<ProviderReport[]> {
  const reports: ProviderReport[] = [];
  const failures: unknown[] = [];
  const providers = configuredProviders();
  for (const [index, provider] of providers.entries()) {
    const now = Date.now();
    // Each gets its share of the remaining time.
    const share = until === undefined ? {} : { until: now + Math.max(0, until - now) / (providers.length - index) };
    try {
      reports.push(toReport(await reconcile({ provider, ...options, ...share })));
    } catch (error) {
      if (error instanceof ReconcileUnderWay) reports.push(underWay(error));
      else failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return reports;
}

function toReport({
  id: runId,
  provider,
  checked,
  events,
  foreign,
  failed,
  stoppedAt,
  stopped,
}: Reconciled): ProviderReport {
  const state = stopped === null ? 'done' : 'partial';
  return { provider, state, checked, events, foreign, failed, stoppedAt, reason: stopped, runId };
}

function underWay({ provider, message }: ReconcileUnderWay): ProviderReport {
  const none = { checked: 0, events: 0, foreign: 0, failed: 0, stoppedAt: null, runId: null };
  return { provider, state: 'under way', ...none, reason: message };
}
