import type { Checkout, Subscription, WebhookEvent } from '@/lib/generated/prisma/client';

// Some fields have a newer name than their column. JSON that leaves the app has the column's name, which its readers know.

export function checkoutColumns<T extends Pick<Checkout, 'kind'>>({ kind, ...row }: T) {
  return { ...row, lane: kind };
}

export function subscriptionColumns<T extends Pick<Subscription, 'isCurrent'>>({ isCurrent, ...row }: T) {
  return { ...row, holdsSlot: isCurrent };
}

export function eventColumns<T extends Pick<WebhookEvent, 'targetKind' | 'targetId'>>({
  targetKind,
  targetId,
  ...row
}: T) {
  return { ...row, rootKind: targetKind, rootId: targetId };
}
