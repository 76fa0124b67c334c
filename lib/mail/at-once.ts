import type { Reader } from './render';
import { sendMail } from './transport';

/** Whoever reads it may not be who asked, so nobody is named. */
const STRANGER: Reader = { name: null, locale: null };

/** Mails a sign-in link. Raises when the mail server does not take it. */
export async function mailSignIn(to: string, href: string, minutes: number): Promise<void> {
  const [{ render }, { signIn }] = await Promise.all([import('./render'), import('./templates/sign-in')]);
  await sendMail({ to, ...(await render(signIn, { href, minutes }, STRANGER)) });
}

/** Mails the link that makes an address the account's own, to that address. */
export async function mailConfirmation(to: string, href: string, minutes: number): Promise<void> {
  const [{ render }, { confirmAddress }] = await Promise.all([
    import('./render'),
    import('./templates/confirm-address'),
  ]);
  await sendMail({ to, ...(await render(confirmAddress, { href, minutes }, STRANGER)) });
}

/** Tells the old address that it is the account's no longer. */
export async function mailAddressChanged(to: string): Promise<void> {
  const [{ render }, { addressChanged }] = await Promise.all([
    import('./render'),
    import('./templates/address-changed'),
  ]);
  await sendMail({ to, ...(await render(addressChanged, {}, STRANGER)) });
}
