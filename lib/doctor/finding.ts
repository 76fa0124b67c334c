/** `warning`: works, but look at it. `failure`: customers, money or webhooks suffer. */
export type Level = 'ok' | 'warning' | 'failure';

/** One line of `npm run doctor`: what was found and, unless all is well, what to do. */
export interface Finding {
  readonly check: string;
  readonly level: Level;
  readonly found: string;
  readonly todo?: string;
}

export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found });
export const warning = (check: string, found: string, todo: string): Finding => ({
  ...{ check, level: 'warning' as const, found, todo },
});
export const failure = (check: string, found: string, todo: string): Finding => ({
  ...{ check, level: 'failure' as const, found, todo },
});

/** Runs a check; one that can't be run is a failure of its own, and the others still run. */
export async function attempt(
  check: string,
  todo: string,
  work: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    return [
      failure(check, error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : 'unknown error', todo),
    ];
  }
}

/** One line, or two with what to do. */
export function formatFinding({ check, level, found, todo }: Finding): string {
  const mark = { ok: 'ok  ', warning: 'warn', failure: 'FAIL' }[level];
  const line = `${mark}  ${check.padEnd(18)} ${found}`;
  return todo === undefined ? line : `${line}\n${' '.repeat(25)}${todo}`;
}
