import type { ReactNode } from 'react';
import { SiteFooter } from '../site/site-footer';
import { SiteHeader } from '../site/site-header';

export function AuthPage({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <SiteHeader />
      <main id="content" className="mx-auto grid w-full max-w-md gap-8 px-4 py-14 sm:px-6 sm:py-20">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
