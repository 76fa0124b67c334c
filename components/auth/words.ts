export const SIGN_IN = {
  title: 'Sign in',
  lead: 'Type your address and we mail you a link. No password, and a new address makes a new account.',
  email: 'E-mail address',
  send: 'Mail me a link',
  or: 'or',
  with: (name: string) => `Continue with ${name}`,
  already: (address: string) => `You are signed in as ${address}.`,
  goOn: 'Go on',
} as const;

/** What went wrong, by the word in the address. Unknown words get the last sentence. */
export const SIGN_IN_PROBLEMS = {
  address: 'This is not an e-mail address we can write to.',
  OAuthAccountNotLinked: 'There is an account with this address already. Sign in with a mailed link instead.',
  AccessDenied: 'Your address is not verified there. Verify it first, or sign in with a mailed link.',
  OAuthCallbackError: 'You did not finish signing in there. Nothing has changed.',
  other: 'Signing in did not work. Please try once more.',
} as const;

export const INBOX = {
  title: 'Check your inbox',
  sent: (address: string | null) => `We mailed a link to ${address ?? 'you'}. It works once, for ten minutes.`,
  missing: 'No mail? Look in the spam folder, or',
  again: 'ask for another one',
  mailbox: 'Open the sandbox mailbox',
  sandbox: 'This app runs against the sandbox: mails go no further than this computer.',
} as const;

export const CONFIRM = {
  title: 'One more click',
  lead: (address: string) => `You are signing in as ${address}.`,
  button: 'Sign in',
  goneTitle: 'This link does not work any more',
  gone: 'It has been used, or it is older than ten minutes.',
  again: 'Ask for a new link',
} as const;
