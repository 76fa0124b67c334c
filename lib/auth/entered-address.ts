import 'server-only';
import { cookies } from 'next/headers';
import { env } from '../env';

const NAME = 'tollgate.entered-address';
const SECONDS = 900;

/** Keeps what was typed on the sign-in page for the pages around it, so that no address ever stands in a URL. */
export async function rememberEnteredAddress(address: string): Promise<void> {
  const secure = env().appUrl.startsWith('https:');
  const options = { httpOnly: true, sameSite: 'lax', secure, path: '/sign-in', maxAge: SECONDS } as const;
  (await cookies()).set(NAME, address.slice(0, 254), options);
}

export async function enteredAddress(): Promise<string | null> {
  return (await cookies()).get(NAME)?.value ?? null;
}
