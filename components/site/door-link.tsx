'use client';

import { usePerson } from './person';
import { HEADER } from './words';

/** "Sign in" for everyone; once the reader is known, the way in. Both words hold the same place, so nothing moves. */
export function DoorLink() {
  const known = usePerson() !== null;
  return (
    <a
      href={known ? '/dashboard' : '/sign-in'}
      className="inline-flex min-h-11 items-center rounded-sm border border-line-strong bg-surface px-3.5 font-medium hover:bg-sunken"
    >
      <span className="stack justify-items-center">
        <span className={known ? 'invisible' : ''}>{HEADER.signIn}</span>
        <span className={known ? '' : 'invisible'}>{HEADER.openApp}</span>
      </span>
    </a>
  );
}
