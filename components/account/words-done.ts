import type { Deed } from '@/lib/billing/outcome';

interface Said {
  readonly title: string;
  readonly text: string;
}

/** What was asked for has happened. */
export const DONE: Record<Deed | 'card', Said> = {
  change: { title: 'Your plan is changed', text: 'Below is how it stands now. We mail you the same.' },
  'undo-change': { title: 'Everything stays as it was', text: 'The change you had planned is taken back.' },
  cancel: { title: 'Your plan is cancelled', text: 'Nothing more is charged. We mail you the same.' },
  'undo-cancel': { title: 'Welcome back, your plan goes on', text: 'It renews as before. We mail you the same.' },
  refund: {
    title: 'Your money is on its way back',
    text: 'It can take five to ten days until your bank shows it. We mail you the same.',
  },
  pause: { title: 'Your plan is paused', text: 'Below is how it stands now. Nothing is charged until you go on.' },
  resume: { title: 'Your plan goes on', text: 'Below is how it stands now.' },
  card: { title: 'Your new card is in use', text: 'Whatever was open is paid, and your plan goes on with this card.' },
};

/** A change that was put off to the end of the period has happened only in so far as it is planned. */
export const PLANNED: Said = {
  title: 'Your change is planned',
  text: 'It happens by itself on the day below. Until then nothing changes, and you can take it back.',
};

/** It was asked for, and the payment company has not said yes or no. */
export const PENDING_DEED: Said = {
  title: 'We are still waiting for the payment company',
  text: 'What you asked for is under way. You need not do it again: look at this page in a minute or two.',
};

export const CARD_REFUSED: Said = {
  title: 'The new card was declined',
  text: 'Nothing was charged with it. Please try another one.',
};

export const REFUSED: Said = {
  title: 'The payment company refused that',
  text: 'Nothing was changed and nothing was charged. Please try again or write to us.',
};
