import { describe, expect, test } from 'vitest';
import { withoutPersonalData } from '@/lib/log-scrub';
import { emailAddress } from '@/lib/users';

describe('a log line', () => {
  test.each([
    ['an address', '{"msg":"550 <ada@example.test> unknown"}', 'ada'],
    ['an address of another alphabet', '{"msg":"größe@müller.test"}', 'müller'],
    ['a Stripe key', '{"msg":"Invalid key sk_live_51HcanaryCanary"}', 'canary'],
    ['a webhook secret', '{"k":"whsec_canaryCANARY/+="}', 'canary'],
    ['a bearer token', '{"h":"Bearer canary.canary-canary"}', 'canary'],
  ])('loses %s and stays JSON', (_, line, canary) => {
    const written = withoutPersonalData(line);
    expect(written).not.toContain(canary);
    expect(() => JSON.parse(written)).not.toThrow();
  });

  test('keeps paths of packages readable', () => {
    const line = '{"stack":"at node_modules/@auth/core/index.js:1080:38 (next@16.4.6)"}';
    expect(withoutPersonalData(line)).toContain('node_modules/@auth/core/index.js');
  });
});

describe('an address', () => {
  test('is one person however it is typed', () => {
    expect(emailAddress.parse('  Ada@Example.TEST ')).toBe('ada@example.test');
    expect(emailAddress.parse('ａｄａ@example.test')).toBe('ada@example.test');
  });

  test.each([
    'attacker@evil.test＠victim.test',
    '"a@b"@c.test',
    'a@b.test,c@d.test',
    'a@b.test;c@d.test',
    'a@b.test\r\nBcc: c@d.test',
    'Ada <ada@example.test>',
    'ada@',
    '@example.test',
    'ada',
    '',
    `${'a'.repeat(300)}@example.test`,
  ])('%j is nobody we write to', (typed) => {
    expect(emailAddress.safeParse(typed).success).toBe(false);
  });
});
