import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { exportWorkspace } from '@/lib/account/export';
import { PAGE } from '@/lib/account/export-pages';
import { db } from '@/lib/db';
import { recordStatements, type Statement } from '../../scripts/scale/statements';
import { type App, startApp } from '../fixtures/app';
import { asOwner } from '../fixtures/as-owner';
import { Browser } from '../fixtures/browser';
import { readExport } from '../fixtures/exported';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';

/** More text than all buffers between a database and a browser hold. */
const SPENDS = 40_000;
const PAGES = SPENDS / PAGE;

let app: App;
let written: string[];
/** The owner of a workspace with all these spends. */
let owner: Person;
beforeAll(async () => {
  process.env.LOG_LEVEL = 'error';
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/account/export': await import('@/app/api/account/export/route'),
    '/api/workspace/export': await import('@/app/api/workspace/export/route'),
  }));
  owner = await signedIn('owner@example.test');
  await spends(owner.id);
});
beforeEach(() => {
  written = [];
  const original = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((...given: Parameters<typeof original>) => {
    const [line] = given;
    if (typeof line !== 'string' || !line.startsWith('{"level"')) return original(...given);
    written.push(line);
    return true;
  });
});
let away: string | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  if (away !== null) await db().$executeRawUnsafe(`ALTER TABLE "${away}Away" RENAME TO "${away}"`);
  away = null;
});
afterAll(() => app.close());

async function takeAway(table: string): Promise<void> {
  await db().$executeRawUnsafe(`ALTER TABLE "${table}" RENAME TO "${table}Away"`);
  away = table;
}

/** What an API that charges a credit for each call leaves behind, written without the trigger that adds up each. */
async function spends(workspaceId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await tx.$executeRaw`
      INSERT INTO "CreditSpend" (id, "workspaceId", mode, key, amount, purpose)
      SELECT gen_random_uuid()::text, ${workspaceId}, 'sandbox', 'request-' || n, 1, repeat('a report ', 80)
      FROM generate_series(1, ${SPENDS}::int) n`;
  });
  await db().$executeRaw`ANALYZE "CreditSpend"`;
}

interface Person {
  readonly browser: Browser;
  readonly id: string;
}

async function signedIn(email: string): Promise<Person> {
  const browser = new Browser();
  await signInByLink(app, browser, email);
  const { id } = await db().user.findUniqueOrThrow({ where: { email } });
  return { browser, id };
}

/** Whether a statement reads a page at most. */
const isPage = ({ text, values }: Statement) => text.includes('LIMIT') && values.map(String).includes(String(PAGE));
const ofSpends = (statements: readonly Statement[]) => statements.filter(({ text }) => text.includes('"CreditSpend"'));

/** Reads the first piece of a body, and what is left on demand. */
async function begin(body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader();
  if (reader === undefined) throw new Error('a response with a body');
  expect((await reader.read()).done).toBe(false);
  return {
    cancel: () => reader.cancel(),
    async toTheEnd() {
      while (!(await reader.read()).done);
    },
  };
}

test('an export of 40,000 spends is sent while it is read, a page at a time', async () => {
  const downloads: Awaited<ReturnType<typeof begin>>[] = [];
  const atFirst = await recordStatements(async () => {
    downloads.push(await begin((await exportWorkspace(asOwner(owner.id))).body));
  });
  const later = await recordStatements(async () => {
    for (const download of downloads) await download.toTheEnd();
  });
  expect(ofSpends(atFirst).length).toBeLessThanOrEqual(2);
  const pages = ofSpends([...atFirst, ...later]);
  // The last page is empty: the one before it was full.
  expect(pages).toHaveLength(PAGES + 1);
  expect(pages.every(isPage)).toBe(true);
});

test('each page continues in the order of an index, and none sorts the rows of the others', async () => {
  const statements = await recordStatements(async () => readExport(await exportWorkspace(asOwner(owner.id))));
  const [first, later] = new Map(ofSpends(statements).map((statement) => [statement.text, statement])).values();
  for (const { text, values } of [first, later].flatMap((each) => each ?? [])) {
    const plan = JSON.stringify(await db().$queryRawUnsafe(`EXPLAIN ${text}`, ...values));
    expect(plan).toContain('Index Scan using \\"CreditSpend_workspaceId_key_key\\"');
    expect(plan).not.toContain('Sort');
  }
  expect(later).toBeDefined();
});

test('a long export has each row once, and is the text it has always been', async () => {
  const data = Array.from({ length: 2 * PAGE + 1 }, (_, each) => ({
    ...{ workspaceId: owner.id, mode: 'sandbox' as const, type: 'payment.succeeded', key: `${owner.id}:${each}` },
    ...{ data: { note: 'one\nor "two" lines' }, occurredAt: new Date() },
  }));
  await db().billingFact.createMany({ data });
  const { text, rowsOf } = await readExport(await exportWorkspace(asOwner(owner.id)));
  expect(new Set(rowsOf('CreditSpend').map(({ key }) => key)).size).toBe(SPENDS);
  expect(rowsOf('CreditSpend')).toHaveLength(SPENDS);
  expect(rowsOf('BillingFact')).toHaveLength(data.length);
  expect(new Set(rowsOf('BillingFact').map(({ key }) => key)).size).toBe(data.length);
  expect(text === JSON.stringify(JSON.parse(text), null, 2)).toBe(true);
});

test('a download during which the database fails breaks off, and is logged once', async () => {
  const { browser, id } = owner;
  const response = await browser.get(`${app.url}/api/workspace/export`);
  expect(response.status).toBe(200);
  const download = await begin(response.body);
  await takeAway('CreditSpend');
  await expect(download.toTheEnd()).rejects.toThrow('terminated');
  expect(written.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'export broke off', requestId: response.headers.get('x-request-id'), userId: id },
  ]);
});

test('an export that fails before anything was sent is an error page, and not in the audit log', async () => {
  const { browser, id } = await signedIn('failed@example.test');
  await takeAway('WebhookEvent');
  const response = await browser.get(`${app.url}/api/account/export`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('WebhookEvent');
  expect(written).toHaveLength(1);
  expect(await db().auditLog.count({ where: { target: id, action: 'account.exported' } })).toBe(0);
});

test('a customer who leaves ends the reading, which is no error', async () => {
  const { browser, id } = owner;
  const statements = await recordStatements(async () => {
    const response = await browser.get(`${app.url}/api/workspace/export`);
    const download = await begin(response.body);
    await download.cancel();
    // Long enough to read everything.
    for (let times = 0; times < 2 * PAGES; times += 1) await db().creditSpend.findFirst({ where: { workspaceId: id } });
  });
  const pages = ofSpends(statements).filter(isPage);
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.length).toBeLessThan(PAGES / 2);
  expect(written).toEqual([]);
});
