import pg from 'pg';

/** A statement as the application sent it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Records every statement that this process sends through `pg`, Prisma's included, while `work` runs, repeats too. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const original = pg.Client.prototype.query;
  // The driver has a dozen overloads; only the text and the values of a query are looked at.
  const recording = function (this: pg.Client, ...given: unknown[]): unknown {
    const statement = statementOf(given);
    if (statement !== null) seen.push(statement);
    return Reflect.apply(original, this, given);
  };
  Object.assign(pg.Client.prototype, { query: recording });
  try {
    await work();
  } finally {
    Object.assign(pg.Client.prototype, { query: original });
  }
  return seen;
}

function statementOf([query, values]: unknown[]): Statement | null {
  const text = typeof query === 'string' ? query : property(query, 'text');
  if (typeof text !== 'string' || !/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) return null;
  const given = typeof query === 'string' ? values : property(query, 'values');
  return { text, values: Array.isArray(given) ? given : [] };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
