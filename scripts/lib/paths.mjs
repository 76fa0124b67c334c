import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** What the machine keeps between runs; ignored by git. */
export const DATA = join(ROOT, '.data');

/** Tells two clones apart in places they share. */
export const CLONE = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
