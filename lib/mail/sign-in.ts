import { letter, type Rendered } from './letter';

/** The mail with the sign-in link. It names nobody: whoever reads it may not be who asked. */
export function signInLetter(href: string, minutes: number): Rendered {
  return letter({
    subject: 'Your sign-in link',
    name: null,
    lines: [
      `With this link you sign in. It works once, for ${minutes} minutes.`,
      'If you did not ask for it, you need not do anything: without this mail nobody can sign in as you.',
    ],
    button: { label: 'Sign in', href },
  });
}
