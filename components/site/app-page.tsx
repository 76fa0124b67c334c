import type { ReactNode } from 'react';
import { AppHeader } from './app-header';
import { PageSkeleton } from './page-skeleton';
import { SiteFooter } from './site-footer';

interface Props {
  readonly current?: string;
  readonly children: ReactNode;
}

export function AppPage({ current, children }: Props) {
  return (
    <>
      <AppHeader {...(current === undefined ? {} : { current })} />
      <main
        id="content"
        data-page
        className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-10 px-4 py-10 sm:px-6 sm:py-14"
      >
        {children}
        <PageSkeleton />
      </main>
      <SiteFooter />
    </>
  );
}
