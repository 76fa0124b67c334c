import 'server-only';
import { cookies } from 'next/headers';
import { SITE } from '@/config/site';
import { hostPrefix } from './session-cookie';

const name = () => `${hostPrefix()}${SITE.id}.entered-address`;
const SECONDS = 900;

/** Remembers the address entered on the sign-in page in a cookie, so that it never appears in a URL. */
export async function rememberEnteredAddress(address: string): Promise<void> {
  const secure = hostPrefix() !== '';
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: SECONDS } as const;
  (await cookies()).set(name(), address.slice(0, 254), options);
}

export async function enteredAddress(): Promise<string | null> {
  return (await cookies()).get(name())?.value ?? null;
}
