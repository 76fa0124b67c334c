import { z } from 'zod';

const MAX_LENGTH = 80;

/** Control characters, marks that change the text direction, and halves of surrogate pairs. */
const CONTROL = /\p{C}/u;
/** Zero-width joiners: part of joined emoji and of several scripts (Unicode Standard §23.2), though category Cf. */
const JOINERS: readonly string[] = ['\u200c', '\u200d'];

const isAllowed = (character: string) => JOINERS.includes(character) || !CONTROL.test(character);
const isVisible = (character: string) => !JOINERS.includes(character);

/** A name, or null when empty. One line without control characters, because it appears in emails and on invoices. */
export const displayName = z
  .string()
  .transform((raw) => raw.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .max(MAX_LENGTH)
      .refine((name) => [...name].every(isAllowed)),
  )
  .transform((name) => ([...name].some(isVisible) ? name : null));

/**
 * The same for a name from GitHub or Google, which we can't ask anyone to correct: removes characters that a name must not
 * contain (control characters, marks that change the text direction) and shortens it.
 */
export function nameFromProvider(raw: string): string | null {
  const kept = onlyAllowed(raw.slice(0, 1000).replace(/\s+/g, ' ')).normalize('NFC');
  // Shortened first, because that may leave half of a surrogate pair at the end.
  const name = displayName.safeParse(onlyAllowed(kept.slice(0, MAX_LENGTH)));
  return name.success ? name.data : null;
}

function onlyAllowed(text: string): string {
  return [...text].filter(isAllowed).join('');
}
