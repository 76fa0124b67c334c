'use client';

import { AuthLink } from './auth-link';
import { HEADER } from './copy';
import { Logo } from './logo';
import { SkipLink } from './skip-link';
import { ViewingNotice } from './viewing-notice';

/** Header of public pages. */
export function SiteHeader() {
  return (
    <>
      <ViewingNotice />
      <header className="border-b border-border bg-background">
        <SkipLink />
        <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-4 py-3 sm:px-6">
          <Logo />
          <nav aria-label={HEADER.pages} className="flex items-center gap-1 text-sm sm:gap-2">
            <a href="/pricing" className="inline-flex min-h-11 items-center rounded-sm px-3 font-medium hover:bg-muted">
              {HEADER.pricing}
            </a>
            <AuthLink />
          </nav>
        </div>
      </header>
    </>
  );
}
