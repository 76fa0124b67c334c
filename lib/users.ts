import { z } from 'zod';

const LONGEST = 254; // RFC 5321 §4.5.3.1.3

/**
 * An e-mail address as we store it. Normalised first: U+FF20 looks like a second @ to people and to mail parsers
 * (GHSA-7rqj-j65f-68wh), so only what is still one plain address afterwards passes.
 */
export const emailAddress = z
  .string()
  .transform((raw) => raw.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email().max(LONGEST));
