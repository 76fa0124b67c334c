import type { ReactNode } from 'react';
import { AppHeader } from '../site/app-header';
import { SiteFooter } from '../site/site-footer';
import { PageHeading } from '../ui/page-heading';

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** Layout of a page with a single decision, reached from the account page. */
export function StepPage({ title, lead, children }: Props) {
  return (
    <>
      <AppHeader current="/account" />
      <main id="content" className="mx-auto grid w-full max-w-2xl grid-cols-1 gap-8 px-4 py-10 sm:px-6 sm:py-14">
        <PageHeading title={title}>{lead}</PageHeading>
        {children}
      </main>
      <SiteFooter />
    </>
  );
}

export function BackLink({ href = '/account', children }: { readonly href?: string; readonly children: ReactNode }) {
  return (
    <a href={href} className="link inline-flex min-h-11 items-center px-1 text-sm">
      {children}
    </a>
  );
}
