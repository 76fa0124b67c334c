export const SECURITY = {
  title: 'Security',
  lead: 'Where you are signed in. There is no password: whoever reads your mail can sign in as you.',
  sessions: 'Signed in',
  table: 'Where you are signed in',
  columns: { device: 'Where', signedIn: 'Since', lastUsed: 'Last used' },
  current: 'This browser',
  unknown: 'Unknown browser',
  on: (browser: string, system: string) => `${browser} on ${system}`,
  only: 'You are signed in nowhere else.',
  end: 'Sign out everywhere else',
  done: 'You are signed out everywhere else',
} as const;
