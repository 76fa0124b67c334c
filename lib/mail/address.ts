import { letter, type Rendered } from './letter';

/** To the new address. It names nobody: whoever reads it may not be who asked. */
export function confirmAddressLetter(href: string, minutes: number): Rendered {
  return letter({
    subject: 'Confirm your new address',
    name: null,
    lines: [
      `With this link you make this your address. It works once, for ${minutes} minutes, in a browser where you are signed in.`,
      'If you did not ask for it, you need not do anything: nothing changes.',
    ],
    button: { label: 'Confirm this address', href },
  });
}

/** To the old address, so that its reader hears of it. */
export function addressChangedLetter(): Rendered {
  return letter({
    subject: 'Your address is being changed',
    name: null,
    lines: [
      'Your account has a new address from now on. Sign-in links and receipts go there.',
      'If that was not you, write to us at once: we can put it back.',
    ],
  });
}
