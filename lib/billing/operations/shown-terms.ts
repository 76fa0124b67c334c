import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import type { ChangePreview } from '../providers/requests';
import { contractShown, contractShownSchema } from './contract-shown';

/** How long the terms shown on a page are valid, in ms of business time: amounts change every second. */
const VALID = { amounts: 10 * 60_000, dates: 60 * 60_000 } as const;

const due = z.object({ amount: z.string(), credit: z.string(), currency: z.string() });
/** An amount in transit: minor units as text. */
export type Due = z.infer<typeof due>;

const shownTerms = z.object({
  workspaceId: z.string(),
  /** The action these terms belong to: terms of a pause don't confirm a plan change. */
  act: z.enum(['change', 'cancel', 'cancel-now', 'pause', 'resume']),
  /** Business time. */
  shownAt: z.iso.datetime(),
  contract: contractShownSchema,
  due: due.nullable(),
  /** What the contract changes to. */
  to: z.object({ priceExternalId: z.string(), quantity: z.number(), when: z.enum(['now', 'period_end']) }).nullable(),
});
export type ShownTerms = z.infer<typeof shownTerms>;

/**
 * The terms a page shows, posted back with its form: signed with a key derived from AUTH_SECRET for this purpose only
 * (HKDF, RFC 5869), so customers confirm exactly what they were shown.
 */
export function signTerms(terms: ShownTerms): string {
  const body = Buffer.from(JSON.stringify(terms)).toString('base64url');
  return `${body}.${signature(body).toString('base64url')}`;
}

/** Terms without an amount: the contract's current state. */
export function signContract(held: Subscription, act: ShownTerms['act'], shownAt: Date): string {
  const { workspaceId } = held;
  return signTerms({
    workspaceId,
    act,
    shownAt: shownAt.toISOString(),
    contract: contractShown(held),
    due: null,
    to: null,
  });
}

/**
 * The terms this user was shown for this action. Throws billing/preview-expired (409) for anything else: terms that are
 * expired, belong to another user or action, or aren't ours.
 */
export function verifyTerms(token: string, workspaceId: string, act: ShownTerms['act'], now: Date): ShownTerms {
  const [body = '', given = ''] = token.split('.');
  const right = signature(body);
  const sent = Buffer.from(given, 'base64url');
  if (sent.length !== right.length || !timingSafeEqual(sent, right)) throw appError('billing/preview-expired');
  const { data: terms } = shownTerms.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  // Sealed by a version that knew other terms.
  if (terms === undefined) throw appError('billing/preview-expired');
  const age = now.getTime() - new Date(terms.shownAt).getTime();
  const valid = terms.due === null ? VALID.dates : VALID.amounts;
  if (terms.workspaceId !== workspaceId || terms.act !== act || age < -60_000 || age > valid)
    throw appError('billing/preview-expired');
  return terms;
}

function signature(body: string): Buffer {
  const key = hkdfSync('sha256', env().authSecret, '', 'tollgate shown terms v1', 32);
  return createHmac('sha256', Buffer.from(key)).update(body).digest();
}

export function toDue({ dueNow, credit, currency }: ChangePreview): Due {
  return { amount: String(dueNow), credit: String(credit), currency };
}
