import 'server-only';
import { z } from 'zod';
import { planDetails, sendDetails } from '@/lib/billing/customer-details';
import { db } from '@/lib/db';

/** A name as people write it, or none. One line, no control characters: it goes into mails and onto invoices. */
export const personName = z
  .string()
  .transform((raw) => raw.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .max(80)
      .regex(/^\P{C}*$/u),
  )
  .transform((name) => (name === '' ? null : name));

/** Changes the name here and at the providers. */
export async function changeName(userId: string, name: string | null): Promise<void> {
  const operations = await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { name } });
    return planDetails(tx, userId);
  });
  await sendDetails(operations);
}
