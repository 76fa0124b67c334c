import type { ReactNode } from 'react';
import { Logo } from '../site/logo';
import { NavLink } from '../site/nav-link';
import { PageSkeleton } from '../site/page-skeleton';
import { SkipLink } from '../site/skip-link';
import { ADMIN, ADMIN_NAV, type AdminPath } from './copy';

interface Props {
  readonly current: AdminPath;
  readonly title: string;
  readonly children: ReactNode;
}

const LINK =
  '-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-2.5 text-sm font-medium whitespace-nowrap hover:border-input aria-[current]:border-primary';

/** Layout of the operators' pages: wide, dense, one row of navigation. */
export function AdminPage({ current, title, children }: Props) {
  return (
    <>
      <header className="border-b border-border bg-background">
        <SkipLink />
        <div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-6 px-4 pt-3 sm:px-6">
          <Logo />
          <a href="/dashboard" className="link inline-flex min-h-11 items-center text-sm">
            {ADMIN_NAV.leave}
          </a>
        </div>
        <nav aria-label={ADMIN_NAV.label} className="mx-auto max-w-7xl overflow-x-auto px-2 sm:px-4">
          <ul className="flex">
            {ADMIN_NAV.pages.map(({ href, name }) => (
              <li key={href}>
                <NavLink href={href} aria-current={href === current ? 'page' : undefined} className={LINK}>
                  {name}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main
        id="content"
        data-page
        className="mx-auto grid w-full max-w-7xl grow grid-cols-1 content-start gap-6 px-4 py-6 sm:px-6"
      >
        <h1 className="text-xl wrap-anywhere">{title}</h1>
        {children}
        <PageSkeleton />
      </main>
      <footer className="mx-auto w-full max-w-7xl px-4 py-6 text-xs text-muted-foreground sm:px-6">{ADMIN.utc}</footer>
    </>
  );
}
