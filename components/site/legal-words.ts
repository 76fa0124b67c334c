import { SITE } from './words';

// A starting point in plain words that is true of this code. A fork has its own read by a lawyer before it sells.

export const TERMS = {
  title: 'Terms',
  lead: 'What you and we can count on from each other.',
  contact: 'Something unclear? Ask a person:',
  sections: [
    {
      title: 'What you get',
      text: `${SITE.name} works reports out of numbers you paste. What each plan opens is written on the pricing page, and that is what you buy.`,
    },
    {
      title: 'Subscriptions',
      text: 'A subscription renews at the end of each month or year, at the price you agreed to, until you cancel it on your account page. After you cancel, it stays open until the end of what is paid, and nothing more is charged.',
    },
    {
      title: 'Trials',
      text: 'A trial opens the whole plan. When it ends, the first payment is taken unless you cancelled before. There is one trial a person.',
    },
    {
      title: 'Bought once',
      text: 'Lifetime opens Pro for as long as the service exists. Credits stay on your account until you use them.',
    },
    {
      title: 'When a payment fails',
      text: 'Your plan stays fully open for seven days while the payment is tried again. After that you can look at your pages but not use the paid parts until it goes through.',
    },
    {
      title: 'If something goes wrong',
      text: 'If you were charged twice for one thing, we stop the second one and give the money back. If anything else about a payment looks wrong to you, write to us before you turn to your bank: it is usually settled faster.',
    },
  ],
} as const;

export const PRIVACY = {
  title: 'Privacy',
  lead: 'What we know about you, why, and for how long.',
  contact: 'To see, correct or remove what we hold about you, write to',
  sections: [
    {
      title: 'Your account',
      text: 'Your e-mail address, the name you or your sign-in service gave us, and the browsers you are signed in with, so that you can come back and see who else did.',
    },
    {
      title: 'Your numbers',
      text: 'What you paste is used to work out the report you asked for and is then forgotten. It is not stored and not shown to anybody.',
    },
    {
      title: 'Your payments',
      text: 'A payment company takes your card on its own page. From it we keep what was bought, the amount, the date, and the brand and last four digits of the card. The law makes us keep these records for some years.',
    },
    {
      title: 'Cookies',
      text: 'One to keep you signed in, and short-lived ones while you sign in. None for advertising, none to follow you around, which is why no banner asks you about them.',
    },
    {
      title: 'Who else sees it',
      text: 'The payment company you choose at checkout, and the company that delivers our mail. Nobody buys it from us.',
    },
  ],
} as const;
