import type { ReactNode } from 'react';
import { AppHeader } from './app-header';
import { SiteFooter } from './site-footer';

export function CenteredPage({ children }: { readonly children: ReactNode }) {
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
