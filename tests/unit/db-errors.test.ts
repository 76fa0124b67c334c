import { describe, expect, test } from 'vitest';
import { isDatabaseUnavailable, isTransactionTimeout, unlessTaken } from '@/lib/db-errors';

const error = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

describe('the database is away', () => {
  test.each([
    ['no server', error('x', { name: 'PrismaClientKnownRequestError', code: 'P1001' })],
    ['no free connection', error('x', { name: 'PrismaClientKnownRequestError', code: 'P2024' })],
    ['no connection for a transaction', error('x', { name: 'PrismaClientKnownRequestError', code: 'P2028' })],
    ['a full pool', error('timeout exceeded when trying to connect')],
    ['a broken connection', error('x', { name: 'DriverAdapterError', cause: { code: 'ECONNRESET' } })],
    ['an unreachable server', error('x', { name: 'DriverAdapterError', cause: { kind: 'DatabaseNotReachable' } })],
    [
      'a prepared statement that was never delivered',
      error('x', { name: 'StatementError', cause: { code: 'ECONNREFUSED' } }),
    ],
    [
      'a prepared statement without a connection',
      error('x', { name: 'StatementError', cause: error('timeout exceeded when trying to connect') }),
    ],
    ['a server that shuts down', error('x', { code: '57P01' })],
    ['the same, deeply nested', error('x', { cause: { err: error('x', { code: 'P1017' }) } })],
  ])('with %s', (_, thrown) => {
    expect(isDatabaseUnavailable(thrown)).toBe(true);
  });

  test('and a transaction that waited too long says nothing about others', () => {
    const prisma = { name: 'PrismaClientKnownRequestError' };
    for (const late of [error('x', { ...prisma, code: 'P2028' }), error('x', { cause: { originalCode: '55P03' } })]) {
      expect(isDatabaseUnavailable(late)).toBe(true);
      expect(isTransactionTimeout(late)).toBe(true);
    }
    expect(isTransactionTimeout(error('x', { ...prisma, code: 'P1001' }))).toBe(false);
    expect(isTransactionTimeout(null)).toBe(false);
  });

  test.each([
    ['a client that disconnected', error('aborted', { code: 'ECONNRESET' })],
    ['a mail server that is down', error('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
    ['a provider that times out', error('x', { name: 'StripeConnectionError', cause: { code: 'ETIMEDOUT' } })],
    ['a message that quotes ours', error('he said: Connection terminated')],
    ['a rejected statement', error('x', { name: 'PrismaClientKnownRequestError', code: 'P2002' })],
    [
      'a rejected statement that quotes the message',
      error('x', { name: 'StatementError', cause: error('Connection terminated', { code: '22P02' }) }),
    ],
    ['nothing', null],
  ])('but not with %s', (_, thrown) => {
    expect(isDatabaseUnavailable(thrown)).toBe(false);
  });
});

describe('a row that a unique constraint has already', () => {
  const refused = (code: string) => Promise.reject(error('x', { name: 'PrismaClientKnownRequestError', code }));

  test('is no row, and no error', async () => {
    expect(await unlessTaken(refused('P2002'))).toBeNull();
    expect(await unlessTaken(Promise.resolve({ id: 'new' }))).toEqual({ id: 'new' });
  });

  test.each(['P2003', 'P1001'])('hides no other error: %s', async (code) => {
    await expect(unlessTaken(refused(code))).rejects.toMatchObject({ code });
  });
});
