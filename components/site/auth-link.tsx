'use client';

import { HEADER } from './copy';
import { useViewer } from './use-viewer';

/** "Sign in" until the viewer is known, then the dashboard. Both labels overlap, so that there is no layout shift. */
export function AuthLink() {
  const signedIn = useViewer() !== null;
  return (
    <a
      href={signedIn ? '/dashboard' : '/sign-in'}
      className="inline-flex min-h-11 items-center rounded-sm border border-input bg-card px-3.5 font-medium hover:bg-muted"
    >
      <span className="stack justify-items-center">
        <span className={signedIn ? 'invisible' : ''}>{HEADER.signIn}</span>
        <span className={signedIn ? '' : 'invisible'}>{HEADER.openApp}</span>
      </span>
    </a>
  );
}
