export const HERO = {
  title: ['Daily numbers in.', 'A report out.'],
  lead: 'Orders, sign-ups, visitors, loaves of bread: paste a line a day and read what happened. No tracker, no integration, nothing to install.',
  start: 'Start free',
  plans: 'See the plans',
  sample: 'Example',
  sampleTitle: 'Orders of a bakery, March',
} as const;

export const STEPS = {
  title: 'Three lines are enough to start',
  steps: [
    {
      title: 'Paste',
      text: 'A day and a number on each line, straight out of a spreadsheet. What cannot be read is named by its line.',
    },
    {
      title: 'Look',
      text: 'The busiest day, this week against the last, and a trend that does not jump because of a weekend.',
    },
    {
      title: 'Take it along',
      text: 'Download the table for your own sheets. Your numbers are worked out on the spot and not kept.',
    },
  ],
} as const;

export const FAIR = {
  title: 'Billing you can check',
  text: 'You see the amount before you pay, the next charge on your account page, and every payment with what became of it.',
  points: [
    'One subscription a person: a second one by accident is stopped and paid back',
    'A failed payment leaves you seven days before anything closes',
    'What you bought once stays yours',
  ],
  link: 'Plans and prices',
} as const;

export const LAST = {
  title: 'Try it with last week',
  text: 'The free plan needs an e-mail address and no card.',
} as const;
