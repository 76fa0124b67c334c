import { limit } from '@/lib/rate-limit';

/** Limits what one account may ask of a provider or of us: twenty times in ten minutes each. Raises request/too-many (429). */
export async function limitAccount(name: string, userId: string): Promise<void> {
  await limit(`account-${name}`, userId, { max: 20, windowSeconds: 600 });
}
