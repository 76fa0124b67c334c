import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** Octets, RFC 5321 §4.5.3.1. */
const MAX_LENGTH = 254;
const MAX_LOCAL = 64;
/** Characters before normalization; longer input is never parsed. */
const MAX_TYPED = 500;

/** One character: RFC 5322 atext, and letters, marks, and digits of any script (RFC 6531 §3.3). */
const LOCAL = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
/** Scripts whose letters look alike. One name uses one of them (Unicode Technical Standard 39, "Restriction-Level Detection"). */
const LOOKALIKES = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
/** One character. Checked before conversion to ASCII, which would decode percent signs. */
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An email address as we store it: lower case, an internationalized domain in its ASCII form. Normalized before
 * validation, because mail parsers may read U+FF20 as a second @ (GHSA-7rqj-j65f-68wh).
 */
export const emailAddress = z
  .string()
  .max(MAX_TYPED)
  .transform((raw, context) => {
    const address = toAddress(raw.normalize('NFKC').trim().toLowerCase());
    if (address !== null) return address;
    context.addIssue({ code: 'custom', message: 'Invalid email address' });
    return z.NEVER;
  });

/** Null when it is no address. */
function toAddress(typed: string): string | null {
  const [local = '', domain = '', ...more] = typed.split('@');
  if (more.length > 0 || !isLocal(local) || !isMadeOf(DOMAIN, domain)) return null;
  const ascii = domainToASCII(domain);
  const address = `${local}@${ascii}`;
  return isDomain(ascii) && Buffer.byteLength(address) <= MAX_LENGTH ? address : null;
}

/** Whether each character is in the class; false for an empty text. */
function isMadeOf(characters: RegExp, text: string): boolean {
  return text !== '' && [...text].every((character) => characters.test(character));
}

function isLocal(local: string): boolean {
  const dots = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  const scripts = LOOKALIKES.filter((script) => script.test(local));
  return isMadeOf(LOCAL, local) && scripts.length < 2 && !dots && Buffer.byteLength(local) <= MAX_LOCAL;
}

/** A public name: at least two labels, the last of them no number, which excludes IP addresses. */
function isDomain(ascii: string): boolean {
  const labels = ascii.split('.');
  const last = labels.at(-1) ?? '';
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && last.length > 1 && !/^\d+$/.test(last);
}

/**
 * Whether an address that a provider verified is the address we would store, apart from upper and lower case. `ｃarol@`
 * (full width) is another mailbox than `carol@`, and owning one doesn't prove owning the other.
 */
export function isPlainAddress(verified: unknown): verified is string {
  const parsed = emailAddress.safeParse(verified);
  return parsed.success && typeof verified === 'string' && parsed.data === verified.toLowerCase();
}

/** Mail services with several addresses per mailbox, besides the `+tag` that most support. */
const SERVICES = [
  // Dots don't matter (support.google.com/mail/answer/7436150); googlemail.com is the same (answer/10313).
  { domains: ['gmail.com', 'googlemail.com'], ignored: /\./g },
] as const;

/**
 * The mailbox of an address as one address per person, without the `+tag` and what the mail service ignores. For counting
 * people, never for sending emails. Takes an address as returned by `emailAddress`.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const [domain, local] = [address.slice(at + 1), address.slice(0, at)];
  const tag = local.indexOf('+', 1);
  const untagged = tag === -1 ? local : local.slice(0, tag);
  const service = SERVICES.find(({ domains }) => domains.some((known) => known === domain));
  return service === undefined
    ? `${untagged}@${domain}`
    : `${untagged.replace(service.ignored, '')}@${service.domains[0]}`;
}
