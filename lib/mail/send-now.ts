import type { Recipient } from './render';
import { sendMail } from './transport';

/** The address may belong to someone else, so these emails contain no name. */
const ANONYMOUS: Recipient = { name: null, locale: null, timeZone: null };

/** Sends a sign-in link. Throws when the mail server doesn't accept it. */
export async function mailSignIn(to: string, href: string, minutes: number): Promise<void> {
  const [{ render }, { signIn }] = await Promise.all([import('./render'), import('./templates/sign-in')]);
  await sendMail({ to, ...(await render(signIn, { href, minutes }, ANONYMOUS)) });
}

/** Sends the confirmation link for an email change to the new address. Throws like mailSignIn. */
export async function mailConfirmation(to: string, href: string, minutes: number): Promise<void> {
  const [{ render }, { confirmAddress }] = await Promise.all([
    import('./render'),
    import('./templates/confirm-address'),
  ]);
  await sendMail({ to, ...(await render(confirmAddress, { href, minutes }, ANONYMOUS)) });
}

/** Notifies the old address of an email change. Throws like mailSignIn. */
export async function mailAddressChanged(to: string): Promise<void> {
  const [{ render }, { addressChanged }] = await Promise.all([
    import('./render'),
    import('./templates/address-changed'),
  ]);
  await sendMail({ to, ...(await render(addressChanged, {}, ANONYMOUS)) });
}
