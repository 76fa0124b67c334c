export const PAUSE = {
  link: 'Pause',
  title: (plan: string) => `Pause ${plan}`,
  page: 'Pause your plan',
  lead: 'Nothing is charged while it is paused, and you go on whenever you like.',
  now: {
    closes: (plan: string) => `${plan} closes at once.`,
    kept: (date: string | null) =>
      date === null
        ? 'The time you have paid for is kept. It goes on when you do.'
        : `You have paid until ${date}. What is left of that time is kept, and goes on when you do.`,
  },
  periodEnd: {
    open: (plan: string, date: string | null) =>
      date === null
        ? `${plan} stays open as long as it is paid.`
        : `${plan} stays open until ${date}, as you have paid.`,
    closes: 'Then it closes. The day you go on, a new period begins and is charged.',
    undo: 'Until then you can take the pause back, for nothing.',
  },
  data: 'Your account, your payments and your credits stay.',
  button: 'Pause my plan',
  keep: 'Leave it as it is',
  stopped: 'Your plan cannot be paused right now',
} as const;

export const RESUME = {
  link: 'Go on',
  page: 'Go on with your plan',
  title: (plan: string) => `Go on with ${plan}`,
  lead: (plan: string) => `${plan} opens again the moment you press the button.`,
  due: 'To pay now',
  nothing: (amount: string) => `${amount}, nothing`,
  left: 'Already paid',
  days: (days: number) =>
    days === 1 ? '1 day, kept from before the pause' : `${days} days, kept from before the pause`,
  after: 'After that',
  afterValue: (amount: string) => `${amount} at every renewal`,
  card: 'It is taken from the card of your subscription. If the card is declined, it stays paused and nothing is charged.',
  pay: (amount: string) => `Go on and pay ${amount}`,
  confirm: 'Go on',
  keep: 'Stay paused',
  stopped: 'There is nothing to go on with',
  expired: {
    title: 'Please look at the amount once more',
    text: 'It has changed while the page was open. Nothing was charged.',
  },
  refused: {
    title: 'The payment was declined, and it is still paused',
    text: 'Nothing was charged. Another card often works.',
    card: 'Change my card',
  },
} as const;

export const PAUSING = {
  title: (plan: string, date: string) => `${plan} pauses on ${date}`,
  text: 'Until then everything stays open, and nothing is charged that day.',
  undo: 'Do not pause',
  paused: (plan: string) => `${plan} is paused`,
  since: (date: string | null) => (date === null ? 'Nothing is charged.' : `Since ${date}. Nothing is charged.`),
} as const;
