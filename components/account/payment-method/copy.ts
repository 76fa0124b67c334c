export const PAYMENT_METHOD = {
  title: 'Update payment method',
  lead: (plan: string) => `Use a different card for ${plan} from now on.`,
  leadPastDue: (plan: string) => `Pay the outstanding balance for ${plan} and use this card from now on.`,
  current: 'Current payment method',
  card: (brand: string, last4: string) => `${brand} ending in ${last4}`,
  unknownCard: 'Card on file',
  due: 'Due today',
  nothingDue: 'Nothing due',
  since: 'Past due since',
  renewals: 'Future payments',
  renewalsValue: 'Charged to your new card',
  where: (provider: string) =>
    `You’ll enter your card on ${provider}. We never see the number. If the card is declined, you won’t be charged.`,
  button: 'Continue to card details',
  confirm: {
    title: 'Your bank needs your confirmation',
    text: 'Confirm the payment with the card on file, or use a different card below.',
    button: 'Confirm payment',
  },
  invoice: {
    title: 'You pay this subscription by invoice',
    text: 'Pay the outstanding invoice online. If you add a new card below, we’ll charge it right away.',
    button: 'Pay invoice',
  },
  back: 'Back to account',
} as const;
