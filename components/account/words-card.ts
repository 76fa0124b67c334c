export const CARD = {
  link: 'Change card',
  title: 'Another card',
  lead: (plan: string) => `Pay for ${plan} with another card from now on.`,
  leadOwed: (plan: string) => `Pay what is open for ${plan}, and go on with the new card.`,
  now: 'Paid so far with',
  card: (brand: string, last4: string) => `${brand} ending ${last4}`,
  unknown: 'Your last card',
  due: 'To pay now',
  nothing: 'Nothing',
  since: 'Open since',
  later: 'After that',
  laterValue: 'Every renewal, from the new card',
  where: (provider: string) =>
    `You give the card on the page of ${provider}, where it stays. We never see its number. If it is declined, nothing is charged.`,
  button: 'Go on to the card',
  back: 'Back to your account',
} as const;
