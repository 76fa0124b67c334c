import { Hono } from 'hono';
import type { World } from '../engine/world';
import { mailbox } from './mailbox';

/** `/_sandbox/mail`: the mailbox for tests. Newest first; `?to=` and `?subject=` narrow it. */
export function mailboxApi(world: World): Hono {
  const mails = mailbox(world);
  const app = new Hono();
  app.get('/_sandbox/mail', (c) => {
    const { to, subject, limit = '200' } = c.req.query();
    const found = to ? mails.by('to', to.toLowerCase()) : [...mails.newestFirst()];
    const data = found.filter((mail) => !subject || mail.subject.toLowerCase().includes(subject.toLowerCase()));
    return c.json({ data: data.slice(0, Number(limit)).map(({ raw: _raw, ...mail }) => mail) });
  });
  app.get('/_sandbox/mail/:id', (c) => {
    const mail = mails.get(c.req.param('id'));
    return mail ? c.json(mail) : c.json({ error: { message: 'There is no such email.' } }, 404);
  });
  app.delete('/_sandbox/mail', (c) => {
    mails.clear();
    return c.json({ ok: true });
  });
  return app;
}
