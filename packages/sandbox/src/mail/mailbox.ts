import PostalMime, { type Address } from 'postal-mime';
import { id } from '../engine/random';
import type { Table } from '../engine/store';
import type { World } from '../engine/world';

/** An email the sandbox received. */
export interface Mail {
  id: string;
  /** Real time, ISO. */
  receivedAt: string;
  /** The sandbox's business time when it arrived, ISO. */
  businessAt: string;
  from: string;
  /** Envelope recipients: the actual recipients. */
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** All http(s) URLs in it, in order, without duplicates. */
  links: string[];
  headers: { name: string; value: string }[];
  attachments: { filename: string; type: string; bytes: number }[];
  raw: string;
}

const KEPT = 1000;

/** Emails by id, with an index on the recipient (lowercase). */
export function mailbox(world: World): Table<Mail> {
  return world.store.table<Mail>('mail', { to: (mail) => mail.to.map((address) => address.toLowerCase()) });
}

/** Parses a message from SMTP and adds it to the mailbox. It is on disk before it is acknowledged. */
export async function receive(world: World, raw: Buffer, envelope: { from: string; to: string[] }): Promise<Mail> {
  const parsed = await PostalMime.parse(raw);
  const html = parsed.html ?? null;
  const text = parsed.text ?? '';
  const mails = mailbox(world);
  const mail: Mail = {
    id: id('mail_', 16),
    receivedAt: new Date().toISOString(),
    businessAt: world.clocks.iso(),
    from: parsed.from ? nameOf(parsed.from) : envelope.from,
    to: envelope.to,
    subject: parsed.subject ?? '(no subject)',
    text,
    html,
    links: linksOf(text, html),
    headers: parsed.headers.map(({ key, value }) => ({ name: key, value })),
    attachments: parsed.attachments.map((part) => ({
      filename: part.filename ?? 'attachment',
      type: part.mimeType,
      bytes: typeof part.content === 'string' ? part.content.length : part.content.byteLength,
    })),
    raw: raw.subarray(0, 256_000).toString('utf8'),
  };
  mails.put(mail.id, mail);
  if (mails.size > KEPT) {
    const oldest = mails.oldestFirst().next();
    if (!oldest.done) mails.remove(oldest.value.id);
  }
  world.store.flush();
  return mail;
}

function nameOf(address: Address): string {
  return address.name ? `${address.name} <${address.address ?? ''}>` : (address.address ?? '');
}

function linksOf(text: string, html: string | null): string[] {
  const inText = text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
  const inHtml = [...(html ?? '').matchAll(/href\s*=\s*(?:"([^"]+)"|'([^']+)')/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('&amp;', '&'),
  );
  return [...new Set([...inText, ...inHtml])].filter((link) => /^https?:/.test(link));
}
