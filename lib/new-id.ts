import { randomBytes } from 'node:crypto';
import { Prisma } from './generated/prisma/client';

/**
 * A new id that sorts by when it was made, `now` in milliseconds since the epoch: a UUID of version 7 (RFC 9562, section
 * 5.7), like those that Prisma makes. With random ones, every insert touches another page of the index.
 */
export function newId(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * The same within a statement that writes a row for each one that it reads: PostgreSQL has `uuidv7()` only since version 18.
 * Not a subquery, which would be evaluated once for all rows.
 */
export const sqlNewId = Prisma.sql`regexp_replace(
  lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0'), '^.{8}', '\\&-')
  || '-7' || substr(gen_random_uuid()::text, 16)`;
