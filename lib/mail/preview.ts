import 'server-only';
import { KINDS, kindOf } from './kinds';
import { type Recipient, type Rendered, render } from './render';
import { addressChanged } from './templates/address-changed';
import { confirmAddress } from './templates/confirm-address';
import { signIn } from './templates/sign-in';

/** A sample recipient in Germany. */
const SAMPLE: Recipient = { name: 'Ada Lovelace', locale: 'en-DE', timeZone: 'Europe/Berlin' };
/** For emails without a name. */
const ANONYMOUS: Recipient = { name: null, locale: null, timeZone: null };

const SENT_NOW = {
  'sign-in': () => render(signIn, signIn.example, ANONYMOUS),
  'confirm-address': () => render(confirmAddress, confirmAddress.example, ANONYMOUS),
  'address-changed': () => render(addressChanged, addressChanged.example, ANONYMOUS),
} as const;

export const MAIL_KINDS: readonly string[] = [...Object.keys(SENT_NOW), ...Object.keys(KINDS)];

/** Renders a kind with sample data; null for an unknown kind. */
export async function mailExample(kind: string): Promise<Rendered | null> {
  if (!MAIL_KINDS.includes(kind)) return null;
  const sentNow = Object.entries(SENT_NOW).find(([name]) => name === kind);
  if (sentNow !== undefined) return sentNow[1]();
  const { render: renderKind, example } = kindOf(kind);
  return renderKind(example, kind === 'account-deleted' ? ANONYMOUS : SAMPLE);
}
