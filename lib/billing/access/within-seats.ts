import type { Decision } from './decide';

/** More people than seats: everyone may look, until there are enough seats or fewer people. No one is thrown out. */
export function withinSeats(granted: Decision, members: number): Decision {
  if (granted.level !== 'full' || members <= Math.max(1, granted.seats)) return granted;
  return { ...granted, level: 'read_only', reason: 'over_seats', until: null, withSeats: granted };
}
