/** An index that a migration builds concurrently, as its only statement. */
export interface ConcurrentIndex {
  readonly name: string;
  readonly table: string;
}

/** What PostgreSQL refuses within a transaction, and what ends one. */
const OUTSIDE_TRANSACTIONS = /(?:^|;)[ \t]*(?:COMMIT|VACUUM)\b|\bCONCURRENTLY\b/im;
const ONE_AT_A_TIME = /\bone (?:statement|table) at a time\b/i;

/**
 * Whether each statement is committed before the next begins, and all of them may run again. A migration says so in a
 * comment: "one statement at a time".
 */
export function commitsEachStatement(script: string): boolean {
  return ONE_AT_A_TIME.test(script);
}

/** Whether a migration is applied completely or not at all. */
export function isOneTransaction(script: string): boolean {
  return !commitsEachStatement(script) && !OUTSIDE_TRANSACTIONS.test(withoutComments(script));
}

/** The index that a migration builds concurrently; null if it does anything else. */
export function concurrentIndex(script: string): ConcurrentIndex | null {
  const statement = withoutComments(script).trim();
  const match = /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY "(\w+)" ON "(\w+)"[^;]*;?$/.exec(statement);
  return match ? { name: match[1] ?? '', table: match[2] ?? '' } : null;
}

function withoutComments(script: string): string {
  return script.replaceAll(/^[ \t]*--.*$/gm, '');
}
