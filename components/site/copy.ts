import { SITE } from '@/config/site';

export const HEADER = {
  skip: 'Skip to content',
  home: `${SITE.name} home`,
  pages: 'Main',
  pricing: 'Pricing',
  signIn: 'Sign in',
  openApp: 'Dashboard',
} as const;

export const APP_NAV = {
  label: 'Main',
  pages: [
    { href: '/dashboard', name: 'Dashboard' },
    { href: '/premium', name: 'Reports' },
  ],
  account: { href: '/account', name: 'Account' },
  signOut: 'Sign out',
  switchTo: (workspace: string) => `Switch to ${workspace}`,
} as const;

/** What an operator reads while they see a customer's pages. */
export const VIEWING = {
  label: 'Viewing as a customer',
  as: (email: string) => `You’re viewing as ${email}.`,
  readOnly: (until: string) => `Nothing can be changed. This ends at ${until}.`,
  stop: 'Stop viewing',
} as const;

export const FOOTER = {
  label: 'Footer',
  terms: 'Terms',
  privacy: 'Privacy',
  pricing: 'Pricing',
  contact: 'Contact us',
} as const;

export const THEME = {
  label: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
} as const;

export const ERROR_PAGES = {
  notFound: {
    title: 'Page not found',
    text: 'The page may have moved, or the link may be incomplete.',
    home: 'Go to the home page',
  },
  unexpected: {
    title: 'Something went wrong',
    text: 'This is a problem on our end. Your data is safe, and this page didn’t charge you. Please try again, and contact us if it keeps happening.',
    retry: 'Try again',
    reference: 'Reference:',
  },
} as const;
