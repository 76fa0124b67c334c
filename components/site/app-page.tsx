import type { ReactNode } from 'react';
import { AppHeader } from './app-header';
import { PageOutline } from './page-outline';
import { SiteFooter } from './site-footer';

interface Props {
  readonly current?: string;
  readonly children: ReactNode;
}

/** The frame around a signed-in person's page. */
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
        <PageOutline />
      </main>
      <SiteFooter />
    </>
  );
}
