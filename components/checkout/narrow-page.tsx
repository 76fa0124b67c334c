import type { ReactNode } from 'react';
import { AppHeader } from '../site/app-header';
import { SiteFooter } from '../site/site-footer';

/** The frame around a page with one thing to do. */
export function NarrowPage({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <AppHeader />
      <main id="content" className="mx-auto grid w-full max-w-2xl grid-cols-1 gap-8 px-4 py-14 sm:px-6 sm:py-20">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
