import type { Outage } from '../webhooks/outage';

/** This many consecutive unreachable targets count as an outage. */
const MAX_IN_A_ROW = 3;

/** A serverless function ends after some minutes. */
const TIME_IS_OVER: Outage = { error: new Error('The time of this run is over'), retryAfter: null, total: true };

/** The provider can no longer be reached, or no time is left. */
export class Stopped extends Error {
  constructor(readonly outage: Outage) {
    super(outage.error.message);
  }
}

/** A function that throws `Stopped` from that time on, in milliseconds since the epoch. */
export function timeLimit(until: number): () => void {
  return () => {
    if (Date.now() >= until) throw new Stopped(TIME_IS_OVER);
  };
}

/** A function that takes the outcome of each target in turn and returns whether the provider seems to be away. */
export function awayAfter(): (outage: Outage | null) => outage is Outage {
  let inARow = 0;
  return (outage): outage is Outage => {
    inARow = outage === null ? 0 : inARow + 1;
    return outage !== null && (outage.total || inARow >= MAX_IN_A_ROW);
  };
}
