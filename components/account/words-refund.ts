import { REFUND_DAYS } from '@/lib/billing/refund';

export const REFUND = {
  link: 'Ask for a refund',
  title: 'Have this payment back',
  lead: (what: string, date: string) => `You paid for ${what} on ${date}.`,
  back: 'You get back',
  whereTo: 'To',
  card: (brand: string, last4: string) => `${brand} ending ${last4}`,
  sameWay: 'The way you paid',
  when: 'Arrives',
  days: 'In five to ten days, depending on your bank',
  closes: 'What closes',
  subscription: (plan: string) => `${plan} ends now, for good, and is not charged again`,
  lifetime: 'Lifetime closes now',
  nothing: 'Nothing: your subscription goes on with its later payments',
  credits: (count: string) => `${count} credits are taken back`,
  final: 'A refund cannot be undone. Everything is open to you again whenever you buy again.',
  button: (amount: string) => `Refund ${amount}`,
  keep: 'Keep it',
  no: {
    title: 'This payment cannot come back here',
    refunded: (amount: string) => `${amount} of it went back to you already, or is on its way.`,
    spent: 'Some of its credits have been used.',
    other: `Payments can be refunded here within ${REFUND_DAYS} days, once, and in full.`,
    write: 'Write to us if you think it should be otherwise:',
    back: 'Back to your payments',
  },
} as const;
