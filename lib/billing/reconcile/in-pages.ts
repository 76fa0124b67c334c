/** Rows per query. */
export const PAGE = 500;

/** All rows that `read` returns, a page at a time, using the index on their external id. */
export async function inPages<Row extends { readonly externalId: string }>(
  read: (after: string) => Promise<Row[]>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ''; ; ) {
    const page = await read(after);
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return all;
    after = last.externalId;
  }
}
