import { describe, expect, test } from 'vitest';
import { displayName, nameFromProvider } from '@/lib/account/display-name';
import { emailAddress } from '@/lib/email-address';
import { redactLogLine, redactPersonalData } from '@/lib/log-redact';

describe('a log line', () => {
  test.each([
    ['an address', '{"msg":"550 <ada@example.test> unknown"}', 'ada'],
    ['an address in another alphabet', '{"msg":"größe@müller.test"}', 'müller'],
    ['a Stripe key', '{"msg":"Invalid key sk_live_51HcanaryCanary"}', 'canary'],
    ['a webhook secret', '{"k":"whsec_canaryCANARY/+="}', 'canary'],
    ['a bearer token', '{"h":"Bearer canary.canary-canary"}', 'canary'],
  ])('loses %s and stays JSON', (_, line, canary) => {
    const written = redactPersonalData(line);
    expect(written).not.toContain(canary);
    expect(() => JSON.parse(written)).not.toThrow();
  });

  test('keeps paths of packages readable', () => {
    const line = '{"stack":"at node_modules/@auth/core/index.js:1080:38 (next@16.4.6)"}';
    expect(redactPersonalData(line)).toContain('node_modules/@auth/core/index.js');
  });

  test('is truncated where its length is up to a stranger, and stays JSON', () => {
    const path = `/api/cron/${'a'.repeat(500_000)}`;
    const line = redactLogLine(`${JSON.stringify({ path, err: { message: path, stack: path } })}\n`);
    expect(line.length).toBeLessThan(15_000);
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ path: expect.stringMatching(/^\/api\/cron\/a+…$/) });
  });

  test('loses an address even where it has to be truncated', () => {
    const line = JSON.stringify({ to: 'canary@example.test', path: 'x'.repeat(9_000) });
    expect(redactLogLine(line)).not.toContain('canary');
  });
});

describe('an address', () => {
  test('is one person however it is typed', () => {
    expect(emailAddress.parse('  Ada@Example.TEST ')).toBe('ada@example.test');
    expect(emailAddress.parse('ａｄａ@example.test')).toBe('ada@example.test');
  });

  test.each([
    ['r&d@example.test', 'r&d@example.test'],
    ['dept/team@example.test', 'dept/team@example.test'],
    ['a=b@example.test', 'a=b@example.test'],
    ["o'brien+news@mail.example.test", "o'brien+news@mail.example.test"],
    ['ada@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['Åsa.Öberg@example.test', 'åsa.öberg@example.test'],
    ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
  ])('%s is accepted', (typed, stored) => {
    expect(emailAddress.parse(typed)).toBe(stored);
    expect(emailAddress.parse(stored)).toBe(stored);
  });

  test.each([
    '.ada@example.test',
    'ada.@example.test',
    'a..b@example.test',
    'ada@example',
    'ada@-example.test',
    'ada@exa_mple.test',
    'ada@exa%6dple.test',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ad\u202ea@example.test',
    'ad\u200ba@example.test',
    `${'ä'.repeat(33)}@example.test`,
    `a@${'a'.repeat(64)}.test`,
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
  ])('%j is not an address that we send email to', (typed) => {
    expect(emailAddress.safeParse(typed).success).toBe(false);
  });
});

describe('a name', () => {
  const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';

  test.each([`Ada ${FAMILY}`, 'Ada \u2764\ufe0f', 'می\u200cخواهم', 'Ångström'])('%s is accepted', (name) => {
    expect(displayName.parse(name)).toBe(name);
    expect(nameFromProvider(name)).toBe(name);
  });

  test.each(['Ada\u202e', 'A\u2066da', 'Ada\u0000', 'A\u200bda'])(
    '%j may reverse or hide text and is rejected',
    (name) => {
      expect(displayName.safeParse(name).success).toBe(false);
      expect(nameFromProvider(name)).toBe('Ada');
    },
  );

  test('does not consist of joiners alone', () => {
    expect(displayName.parse('\u200d\u200c')).toBeNull();
  });
});
