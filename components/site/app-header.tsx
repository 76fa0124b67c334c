'use client';

import { AccountMenu } from './account-menu';
import { APP_NAV } from './copy';
import { Logo } from './logo';
import { NavLink } from './nav-link';
import { SkipLink } from './skip-link';

const LINK =
  '-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-3 font-medium hover:border-input aria-[current]:border-primary sm:min-h-17';

/** Header of signed-in pages. `current` is the path of the current page. */
export function AppHeader({ current }: { readonly current?: string }) {
  const currentIf = (href: string) => (href === current ? 'page' : undefined);
  return (
    <header className="border-b border-border bg-background">
      <SkipLink />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 pt-3 sm:px-6 sm:pt-0">
        <Logo />
        <nav aria-label={APP_NAV.label} className="-mx-3 flex w-[calc(100%+1.5rem)] text-sm sm:mx-0 sm:w-auto sm:gap-1">
          {APP_NAV.pages.map(({ href, name }) => (
            <NavLink key={href} href={href} aria-current={currentIf(href)} className={LINK}>
              {name}
            </NavLink>
          ))}
          <AccountMenu
            {...APP_NAV.account}
            current={currentIf(APP_NAV.account.href)}
            signOut={APP_NAV.signOut}
            className={LINK}
          />
        </nav>
      </div>
    </header>
  );
}
