import { emailAddress } from '@/lib/email-address';

/** Addresses in one form. */
export const MAX_ADDRESSES = 20;
/** Characters of one form: the longest addresses, each on its own line. */
export const MAX_TYPED = MAX_ADDRESSES * 256;

/** The addresses in a text, in lines or separated by spaces, commas, or semicolons; null when one of them is none. */
export function parseAddresses(text: string): string[] | null {
  const parsed = text
    .split(/[\s,;]/)
    .filter((part) => part !== '')
    .map((part) => emailAddress.safeParse(part));
  const addresses = parsed.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const isValid = addresses.length === parsed.length && addresses.length > 0 && addresses.length <= MAX_ADDRESSES;
  return isValid ? [...new Set(addresses)] : null;
}
