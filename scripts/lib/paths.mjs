import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Local state between runs; ignored by git. */
export const DATA = join(ROOT, '.data');

/** Identifies this clone in shared directories. */
export const CLONE = createHash('sha256').update(ROOT).digest('hex').slice(0, 12);
