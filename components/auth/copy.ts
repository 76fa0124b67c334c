export const SIGN_IN = {
  title: 'Sign in',
  lead: 'Enter your email and we’ll send you a sign-in link. No password needed.',
  email: 'Email address',
  send: 'Send sign-in link',
  or: 'or',
  with: (name: string) => `Continue with ${name}`,
  already: (address: string) => `You’re signed in as ${address}.`,
  continue: 'Continue',
} as const;

/** By the `error` in the page’s address, next-auth’s own codes included; unknown codes get `other`. */
export const SIGN_IN_PROBLEMS = {
  address: 'Enter a valid email address.',
  OAuthAccountNotLinked: 'An account with this email address already exists. Sign in with an email link instead.',
  AccessDenied: 'That account’s email address isn’t verified. Verify it first, or sign in with an email link.',
  OAuthCallbackError: 'Sign-in wasn’t completed. Please try again.',
  other: 'We couldn’t sign you in. Please try again.',
} as const;

export const INBOX = {
  title: 'Check your email',
  sent: (address: string | null) =>
    `We sent a sign-in link to ${address ?? 'you'}. It works once and expires in 10 minutes.`,
  missing: 'Didn’t get it? Check your spam folder, or',
  again: 'request another link',
  mailbox: 'Open the sandbox mailbox',
  sandbox: 'This app uses the sandbox, so emails stay on this computer.',
} as const;

export const CONFIRM_SIGN_IN = {
  title: 'Confirm sign-in',
  lead: (address: string) => `You’re signing in as ${address}.`,
  button: 'Sign in',
  invalidTitle: 'This link is no longer valid',
  invalid: 'It has expired or was already used.',
  again: 'Request a new link',
} as const;
