/** The name on the sign and how to reach a person: the first two things a fork changes. */
export const SITE = {
  name: 'Tollgate',
  support: 'help@tollgate.example',
  tagline: 'Daily numbers in, a report out',
  description:
    'Paste the daily numbers of anything you run and get the total, the trend and the busiest day, with a chart that reads at a glance.',
} as const;

export const HEADER = {
  skip: 'Skip to the content',
  home: `${SITE.name}, start page`,
  pages: 'Pages',
  pricing: 'Pricing',
  signIn: 'Sign in',
  openApp: 'Dashboard',
} as const;

export const APP_NAV = {
  label: 'Your pages',
  pages: [
    { href: '/dashboard', name: 'Dashboard' },
    { href: '/premium', name: 'Reports' },
  ],
  account: { href: '/account', name: 'Account' },
  signOut: 'Sign out',
} as const;

export const FOOTER = {
  label: 'More pages',
  terms: 'Terms',
  privacy: 'Privacy',
  pricing: 'Pricing',
  contact: 'Write to us',
  line: 'Counting what passes.',
} as const;

export const PROBLEM = {
  notFound: {
    title: 'There is nothing at this address',
    text: 'The page may have moved, or the link was cut off on its way to you.',
    home: 'Go to the start page',
  },
  unexpected: {
    title: 'Something broke on our side',
    text: 'Nothing you did is lost, and nothing was charged by this page. Try again; if it stays like this, write to us.',
    retry: 'Try again',
    reference: 'Tell us this number:',
  },
} as const;
