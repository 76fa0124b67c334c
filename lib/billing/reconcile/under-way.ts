import type { Provider } from '../types';

/** Another process holds the run. If that process was killed, the run stays locked until its lease expires. */
export class ReconcileUnderWay extends Error {
  override readonly name = 'ReconcileUnderWay';
  constructor(
    readonly provider: Provider,
    readonly actor: string,
    readonly startedAt: Date,
    /** Seconds until its lease expires, unless it's extended. */
    readonly secondsLeft: number,
  ) {
    super(
      `${provider} is being reconciled by ${actor} since ${startedAt.toISOString()}. If that run was killed, it can be continued in ${secondsLeft} seconds.`,
    );
  }
}
