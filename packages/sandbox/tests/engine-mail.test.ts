import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import { engine } from './engine-fixture';

const k = engine();

/** Sends an email like the app. */
async function send(message: { to: string; subject: string; text: string; html?: string }): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: k.sandbox.smtpPort,
    auth: { user: 'any', pass: 'any' },
  });
  await transport.sendMail({ from: 'Tollgate <hello@tollgate.example>', ...message });
  transport.close();
}
const signIn = {
  to: 'ada@example.com',
  subject: 'Ihre Anmeldung: grüße',
  text: 'Sign in: http://127.0.0.1:3000/sign-in?token=a&x=1',
  html: '<html><head><title>x</title></head><body><p>Hello</p><a href="http://127.0.0.1:3000/sign-in?token=a&amp;x=1">Sign in</a></body></html>',
};

describe('the mailbox', () => {
  test('an email sent over SMTP can be read through the API, with its links', async () => {
    await k.start();
    await send(signIn);
    await send({ to: 'grace@example.com', subject: 'Receipt', text: 'Thanks' });
    const { json } = await k.call('GET', '/_sandbox/mail?to=ADA@example.com');
    expect(json.data).toHaveLength(1);
    expect(json.data[0]).toMatchObject({
      from: 'Tollgate <hello@tollgate.example>',
      to: ['ada@example.com'],
      subject: 'Ihre Anmeldung: grüße',
      text: expect.stringContaining('Sign in:'),
      links: ['http://127.0.0.1:3000/sign-in?token=a&x=1'],
    });
    const subjects = (await k.call('GET', '/_sandbox/mail')).json.data.map(({ subject }) => subject);
    expect(subjects).toEqual(['Receipt', 'Ihre Anmeldung: grüße']);
  });

  test('the page shows it in a frame without scripts whose links open outside the frame', async () => {
    await k.start();
    await send({ ...signIn, html: `${signIn.html}<script>alert(1)</script>` });
    const list = await (await fetch(`${k.sandbox.url}/mail`)).text();
    const [, path] = /href="(\/mail\/mail_\w+)"/.exec(list) ?? [];
    const page = await (await fetch(k.sandbox.url + path)).text();
    expect(page).toContain('sandbox="allow-popups');
    expect(page).not.toContain('alert(1)');
    const frame = await fetch(`${k.sandbox.url}${path}/html`);
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'self'");
    expect(frame.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox (?!.*allow-scripts)/);
    expect(await frame.text()).toContain('<head><base target="_top">');
    for (const view of ['text', 'headers', 'source'])
      expect((await fetch(`${k.sandbox.url}${path}?view=${view}`)).status).toBe(200);
  });

  test('emails survive a restart and can be deleted', async () => {
    const dataDir = k.folder();
    await k.start({ dataDir });
    await send(signIn);
    await k.stop();
    await k.start({ dataDir });
    expect((await k.call('GET', '/_sandbox/mail')).json.data).toHaveLength(1);
    await k.call('DELETE', '/_sandbox/mail');
    expect((await k.call('GET', '/_sandbox/mail')).json.data).toEqual([]);
  });
});
