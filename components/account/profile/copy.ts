export const PROFILE = {
  title: 'Profile',
  lead: 'Your name, email address, and data.',
  name: 'Name',
  nameHint: 'Optional. Appears in emails and on invoices.',
  save: 'Save',
  saved: 'Changes saved',
  email: 'Email address',
  emailLead: (email: string) => `We send sign-in links, receipts, and notifications to ${email}.`,
  newEmail: 'New email address',
  newEmailHint: 'We’ll send a confirmation link to your new address. We’ll notify your old address too.',
  changeEmail: 'Send confirmation link',
  invalidEmail: 'Enter a valid email address that’s different from your current one.',
  data: 'Your data',
  dataLead: 'Everything we store about you and your payments, in one file.',
  download: 'Download my data',
  delete: 'Delete account',
  deleteLead: 'Cancels your plan and removes your name and email address from our records.',
  deleteLink: 'Delete my account',
  pending: {
    title: (address: string) => `We sent a confirmation link to ${address}`,
    text: 'Your email address changes once you confirm it. The link works once, expires in one hour, and must be opened in a browser where you’re signed in.',
  },
  changed: {
    title: 'Your email address was updated',
    text: 'We signed you out everywhere else and notified your old address.',
  },
} as const;

export const CONFIRM_EMAIL = {
  title: 'Confirm your email address',
  lead: (address: string) => `Your email address will change to ${address}.`,
  button: 'Confirm email address',
  invalidTitle: 'This link is no longer valid',
  invalid: 'It has expired, was already used, or belongs to a different account.',
  back: 'Back to profile',
} as const;

export const DELETE_ACCOUNT = {
  title: 'Delete your account',
  lead: 'This can’t be undone.',
  consequences: [
    'Your plan ends immediately, and you lose any remaining paid time. Request any refund first.',
    'You lose lifetime access and unused credits.',
    'We delete your name, your email address, and your sign-in methods.',
    'We keep payment records without your name, as the law requires. Our payment provider keeps its own records.',
    'You’re signed out everywhere. You can sign up again with the same email.',
  ],
  download: 'Download your data first',
  understood: 'I understand that this can’t be undone',
  button: 'Delete my account',
  keep: 'Keep my account',
} as const;

export const ACCOUNT_DELETED = {
  title: 'Your account was deleted',
  text: 'You won’t be charged again, and we’ve removed your name from our records. Thanks for being a customer.',
  home: 'Go to the home page',
} as const;
