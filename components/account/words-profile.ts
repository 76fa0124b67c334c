import { FRESH_MINUTES } from '@/lib/account/fresh';

export const TABS = {
  label: 'Parts of your account',
  pages: [
    { href: '/account', name: 'Plan' },
    { href: '/account/payments', name: 'Payments' },
    { href: '/account/profile', name: 'Profile' },
    { href: '/account/security', name: 'Security' },
  ],
} as const;

export const PROFILE = {
  title: 'Profile',
  lead: 'How we address you, and where we write.',
  name: 'Name',
  nameHint: 'On mails and invoices. Leave it empty if you like.',
  save: 'Save',
  address: 'E-mail address',
  addressLead: (email: string) => `We write to ${email}. Sign-in links, receipts and notices go there.`,
  newAddress: 'New address',
  newAddressHint: 'We mail a link there; the address changes once you use it. Your old address is told.',
  change: 'Mail me the link',
  wrongAddress: 'This is not a new address we can write to.',
  data: 'Your data',
  dataLead: 'Everything we keep about you and your payments, as one file.',
  download: 'Download my data',
  leave: 'Delete your account',
  leaveLead: 'Ends your plan, and takes your name and address out of everything we keep.',
  leaveLink: 'Delete my account',
  saved: 'Saved',
  pending: {
    title: (address: string) => `We mailed a link to ${address}`,
    text: 'Your address changes once you use it. It works once, for an hour, in a browser where you are signed in.',
  },
  changed: {
    title: 'Your address is changed',
    text: 'You are signed out everywhere else, and your old address has been told.',
  },
} as const;

/** For what cannot be taken back. */
export const AGAIN = {
  title: 'Please sign in again first',
  text: `For this we want a sign-in of the last ${FRESH_MINUTES} minutes, to be sure that it is you.`,
  button: 'Sign in again',
} as const;

export const CONFIRM_ADDRESS = {
  title: 'One more click',
  lead: (address: string) => `${address} becomes your address.`,
  button: 'Confirm this address',
  goneTitle: 'This link does not work',
  gone: 'It has been used, it is older than an hour, or it was made for another account.',
  back: 'Back to your profile',
} as const;

export const LEAVE = {
  title: 'Delete your account',
  lead: 'This cannot be undone.',
  points: [
    'A running plan ends now, at the payment company first. What is left of a paid period is lost; have a payment back before, if you like.',
    'Lifetime and unused credits are lost.',
    'Your name, your address and your sign-ins are deleted.',
    'Records of payments stay, without your name, because the law wants them kept. The payment company keeps its own.',
    'You are signed out everywhere. The same address can begin anew at any time.',
  ],
  download: 'Download your data before',
  understood: 'I understand that this cannot be undone',
  button: 'Delete my account',
  keep: 'Keep my account',
} as const;

export const GOODBYE = {
  title: 'Your account is deleted',
  text: 'Nothing more is charged, and your name is gone from what we keep. Thank you for having been here.',
  home: 'Go to the start page',
} as const;
