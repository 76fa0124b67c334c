import { z } from 'zod';

/** A whole number in a form, URL, or JSON: `12`, but not ` 12`, `1e1`, `0x10`, `true`, or `[12]`, which `Number()` accepts. */
export function wholeNumber(min: number, max: number) {
  const written = z
    .string()
    .regex(/^(?:0|[1-9]\d{0,14})$/)
    .transform(Number);
  return z.union([z.number(), written]).pipe(z.int().min(min).max(max));
}
