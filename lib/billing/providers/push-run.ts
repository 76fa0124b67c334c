/** One run of `billing:push`: each change is recorded and, except in a dry run, made. */
export class PushRun {
  readonly changes: string[] = [];

  constructor(readonly dryRun: boolean = false) {}

  /** Makes a change; null in a dry run. `what` is a description for the operator. */
  async change<T>(what: string, make: () => Promise<T>): Promise<T | null> {
    this.changes.push(what);
    return this.dryRun ? null : make();
  }
}

/** Whether everything wanted is already so. List order doesn't matter; fields not mentioned may have any value. */
export function isAsWanted(wanted: unknown, actual: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(actual) && sameItems(wanted, actual);
  if (!isObject(wanted)) return wanted === actual;
  return isObject(actual) && Object.keys(wanted).every((key) => isAsWanted(wanted[key], actual[key]));
}

function sameItems(wanted: readonly unknown[], actual: readonly unknown[]): boolean {
  return wanted.length === actual.length && wanted.every((item) => actual.includes(item));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
