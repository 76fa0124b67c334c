/** What several emails say, in the words for how a subscription is paid: charged to a card, or by invoice. */
export const PAYING = {
  card: {
    comes: (amount: string) => `You’ll be charged ${amount}`,
    owed: (amount: string, what: string) => `We couldn’t collect ${amount} for ${what}.`,
    payNow: 'Pay now',
    unpaid: ' because we couldn’t collect your payment',
  },
  invoice: {
    comes: (amount: string) => `We’ll send you an invoice of ${amount}`,
    owed: (amount: string, what: string, due: string) => `Your invoice of ${amount} for ${what} was due on ${due}.`,
    payNow: 'Pay invoice',
    unpaid: ' because your invoice wasn’t paid',
  },
} as const;
