import 'server-only';
import { KINDS, kindOf } from './kinds';
import { type Reader, type Rendered, render } from './render';
import { addressChanged } from './templates/address-changed';
import { confirmAddress } from './templates/confirm-address';
import { signIn } from './templates/sign-in';

/** Somebody made up, whose browser is set to German. */
const SOMEBODY: Reader = { name: 'Ada Lovelace', locale: 'en-DE' };
/** These name nobody. */
const NOBODY: Reader = { name: null, locale: null };

const AT_ONCE = {
  'sign-in': () => render(signIn, signIn.example, NOBODY),
  'confirm-address': () => render(confirmAddress, confirmAddress.example, NOBODY),
  'address-changed': () => render(addressChanged, addressChanged.example, NOBODY),
} as const;

/** Every kind of mail there is. */
export const MAIL_KINDS: readonly string[] = [...Object.keys(AT_ONCE), ...Object.keys(KINDS)];

/** One kind with example facts, as it would be sent; null for a kind that does not exist. */
export async function mailExample(kind: string): Promise<Rendered | null> {
  if (!MAIL_KINDS.includes(kind)) return null;
  const atOnce = Object.entries(AT_ONCE).find(([name]) => name === kind);
  if (atOnce !== undefined) return atOnce[1]();
  const { render: letter, example } = kindOf(kind);
  return letter(example, kind === 'account-deleted' ? NOBODY : SOMEBODY);
}
