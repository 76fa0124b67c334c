import { expect, test } from 'vitest';
import { MAIL_KINDS, mailExample } from '@/lib/mail/preview';
import { render } from '@/lib/mail/render';

test('every kind of email has text, and its links lead to the app', async () => {
  expect(MAIL_KINDS.length).toBeGreaterThan(20);
  for (const kind of MAIL_KINDS) {
    const mail = await mailExample(kind);
    expect(mail?.subject, kind).toMatch(/\S/);
    expect(mail?.html, kind).toContain('color-scheme');
    expect(mail?.html, kind).not.toMatch(/undefined|\[object|NaN|Invalid/);
    expect(mail?.text, kind).not.toMatch(/undefined|\[object|NaN|Invalid|</);
    const links = [...(mail?.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
    expect(links.length, kind).toBeGreaterThan(0);
    expect(
      links.filter((href) => !/^http:\/\/127\.0\.0\.1:\d+(\/|$)/.test(href ?? '')),
      kind,
    ).toEqual([]);
  }
  expect(await mailExample('toString')).toBeNull();
});

test('the preview page is for development only', async () => {
  const { default: list } = await import('@/app/dev/mails/page');
  const { default: one } = await import('@/app/dev/mails/[kind]/page');
  const notFound = { digest: expect.stringContaining('404') };
  await expect(list()).rejects.toMatchObject(notFound);
  await expect(one({ params: Promise.resolve({ kind: 'receipt' }) })).rejects.toMatchObject(notFound);
});

test('check 92: emails are rendered one at a time, and other work runs in between', async () => {
  const events: string[] = [];
  const compose = () => {
    events.push('email');
    // Runs as soon as the rendering of an email yields.
    setImmediate(() => events.push('other work'));
    return {
      subject: 'Hello',
      preview: 'Hello',
      body: 'Hello',
      button: { label: 'Open', href: 'http://127.0.0.1:1/' },
    };
  };
  await Promise.all(
    Array.from({ length: 3 }, () =>
      render({ compose }, {}, { name: null, locale: null, timeZone: null }).then(() => events.push('done')),
    ),
  );
  expect(events.filter((event) => event !== 'other work')).toEqual(['email', 'done', 'email', 'done', 'email', 'done']);
  expect(events.indexOf('other work')).toBeLessThan(events.indexOf('email', 1));
});

test('an email that cannot be rendered does not block the next one', async () => {
  const compose = () => {
    throw new Error('no such data');
  };
  await expect(render({ compose }, {}, { name: null, locale: null, timeZone: null })).rejects.toThrow('no such data');
  expect((await mailExample('receipt'))?.subject).toMatch(/\S/);
});
