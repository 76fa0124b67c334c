import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mailboxOf } from '@/lib/email-address';
import { production } from '../fixtures/environments';

async function hash(email: string, change: Record<string, string> = {}): Promise<string> {
  Object.assign(process.env, production, change);
  const { personHash } = await import('@/lib/billing/access/trial');
  return personHash(email);
}

afterEach(() => vi.resetModules());

describe('the hash of a person', () => {
  test('stays when AUTH_SECRET is rotated, so a rotation gives no one another trial', async () => {
    const before = await hash('ada@example.test');
    vi.resetModules();
    expect(await hash('ada@example.test', { AUTH_SECRET: '5e8d2b90c7f14a6385d0e7b1429cf63a' })).toBe(before);
  });

  test('is that of older rows, where PERSON_HASH_KEY is the AUTH_SECRET of that time', async () => {
    const old = createHmac('sha256', production.AUTH_SECRET).update('trial:ada@example.test').digest('base64url');
    expect(await hash('Ada+tag@Example.test', { PERSON_HASH_KEY: production.AUTH_SECRET })).toBe(old);
  });

  test('works for every stored address, whatever it looks like', async () => {
    for (const stored of ['größe@müller.test', 'no-at-sign', '', '+@gmail.com'])
      expect(await hash(stored)).toHaveLength(43);
  });
});

describe('a mailbox', () => {
  test.each([
    ['ada@example.test', 'ada@example.test'],
    ['ada+shop@example.test', 'ada@example.test'],
    ['ada+a+b@example.test', 'ada@example.test'],
    ['a.d.a@example.test', 'a.d.a@example.test'],
    ['a.d.a@gmail.com', 'ada@gmail.com'],
    ['a.d.a+x.y@googlemail.com', 'ada@gmail.com'],
    ['ada@gmail.com.example.test', 'ada@gmail.com.example.test'],
    ['+ada@example.test', '+ada@example.test'],
  ])('%s is %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
  });
});
