export const SECURITY = {
  title: 'Security',
  lead: 'See where you’re signed in. There’s no password, so anyone who can read your email can sign in as you.',
  sessions: 'Active sessions',
  columns: { device: 'Device', signedIn: 'Signed in', lastUsed: 'Last active' },
  current: 'This browser',
  unknown: 'Unknown browser',
  on: (browser: string, system: string) => `${browser} on ${system}`,
  only: 'You’re not signed in anywhere else.',
  end: 'Sign out of all other sessions',
  done: 'You’re signed out everywhere else',
} as const;
