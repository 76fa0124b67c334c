/** Stripe's unix seconds as a Date. */
export function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

export function atOrNull(seconds: number | null | undefined): Date | null {
  return seconds === null || seconds === undefined ? null : at(seconds);
}
