import type { Outage } from '../webhooks/outage';

/** A serverless function ends after some minutes. */
const TIME_IS_OVER: Outage = {
  error: new Error('The time of this run is over'),
  retryAfter: null,
  total: true,
  ours: true,
  answers: false,
};

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
