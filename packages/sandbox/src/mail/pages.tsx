/** @jsxImportSource hono/jsx */
import { Hono } from 'hono';
import { Button, ButtonLink, Line, layout, Panel } from '../engine/page';
import type { World } from '../engine/world';
import { ago } from '../panel/format';
import { PanelHeader } from '../panel/header';
import { type Mail, mailbox } from './mailbox';

/** `/mail`: the emails that the app sent. */
export function mailboxPages(world: World): Hono {
  const mails = mailbox(world);
  const app = new Hono();

  app.get('/mail', (c) => {
    const to = c.req.query('to')?.trim() ?? '';
    const found =
      to === '' ? [...mails.newestFirst()] : [...mails.newestFirst()].filter((mail) => mail.to.join(' ').includes(to));
    return c.html(
      layout(
        'Mailbox',
        <>
          <div class="title-row">
            <h1>Mailbox</h1>
            {mails.size === 0 ? null : (
              <form method="post" action="/mail/empty">
                <Button kind="quiet" small>
                  Delete all
                </Button>
              </form>
            )}
          </div>
          <search>
            <form method="get" action="/mail" class="search">
              <input type="search" name="to" value={to} placeholder="Recipient" aria-label="Recipient" />
              <Button kind="plain">Search</Button>
            </form>
          </search>
          <Panel>
            {found.length === 0 ? (
              <p class="empty">
                {to === ''
                  ? `No emails yet. Everything the app sends to port ${world.config.smtpPort} arrives here.`
                  : `No emails to “${to}”.`}
              </p>
            ) : (
              <ul class="rows">
                {found.slice(0, 200).map((mail) => (
                  <MailRow key={mail.id} mail={mail} />
                ))}
              </ul>
            )}
          </Panel>
        </>,
        { width: 'wide', header: <PanelHeader world={world} here="/mail" /> },
      ),
    );
  });

  app.post('/mail/empty', (c) => {
    mails.clear();
    return c.redirect('/mail', 303);
  });

  app.get('/mail/:id', (c) => {
    const mail = mails.get(c.req.param('id'));
    if (!mail) return c.redirect('/mail', 303);
    return c.html(
      layout(mail.subject, <MailView mail={mail} view={c.req.query('view') ?? ''} />, {
        width: 'wide',
        header: <PanelHeader world={world} here="/mail" />,
      }),
    );
  });

  // The message's own HTML: scripts don't run in it, and its links open outside the frame.
  app.get('/mail/:id/html', (c) => {
    const html = mails.get(c.req.param('id'))?.html;
    if (!html) return c.text('', 404);
    c.header(
      'Content-Security-Policy',
      "frame-ancestors 'self'; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src * data:; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
    );
    const base = '<base target="_top">';
    return c.html(/<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html);
  });
  return app;
}

const MailRow = ({ mail }: { mail: Mail }) => (
  <li>
    <a href={`/mail/${mail.id}`}>
      <span class="row-main">
        <strong>{mail.subject}</strong>
        <span class="muted">to {mail.to.join(', ')}</span>
      </span>
      <time class="muted" datetime={mail.receivedAt}>
        {ago(mail.receivedAt)}
      </time>
    </a>
  </li>
);

const VIEWS = [
  ['', 'Message'],
  ['text', 'Text'],
  ['headers', 'Headers'],
  ['source', 'Source'],
] as const;

const MailView = ({ mail, view }: { mail: Mail; view: string }) => (
  <>
    <p>
      <a href="/mail">← Mailbox</a>
    </p>
    <h1>{mail.subject}</h1>
    <Panel>
      <Line label="From">{mail.from}</Line>
      <Line label="To">{mail.to.join(', ')}</Line>
      <Line label="Received">
        {mail.receivedAt.replace('T', ' ').slice(0, 19)} UTC ({ago(mail.receivedAt)})
      </Line>
      {mail.businessAt.slice(0, 16) === mail.receivedAt.slice(0, 16) ? null : (
        <Line label="Sandbox time">{mail.businessAt.replace('T', ' ').slice(0, 19)} UTC</Line>
      )}
      {mail.attachments.map((part) => (
        <Line key={part.filename} label="Attachment">
          {part.filename} ({part.type}, {part.bytes} bytes)
        </Line>
      ))}
    </Panel>
    <nav class="tabs" aria-label="View">
      {VIEWS.map(([key, label]) => (
        <a
          key={key}
          href={key === '' ? `/mail/${mail.id}` : `?view=${key}`}
          aria-current={view === key ? 'page' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
    <MailBody mail={mail} view={view} />
  </>
);

const MailBody = ({ mail, view }: { mail: Mail; view: string }) => {
  if (view === 'headers')
    return <pre class="code">{mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>;
  if (view === 'source') return <pre class="code">{mail.raw}</pre>;
  if (view === 'text' || mail.html === null) {
    return (
      <>
        <pre class="code wrap">{mail.text === '' ? '(no text part)' : mail.text}</pre>
        <div class="buttons">
          {mail.links.map((link) => (
            <ButtonLink key={link} href={link} small>
              {new URL(link).pathname}
            </ButtonLink>
          ))}
        </div>
      </>
    );
  }
  return (
    <iframe
      class="mail-frame"
      title="Message"
      src={`/mail/${mail.id}/html`}
      sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    />
  );
};
