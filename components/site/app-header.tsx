import { TABS } from '../account/words-profile';
import { AccountMenu } from './account-menu';
import { Brand } from './brand';
import { PageLink } from './page-link';
import { SkipLink } from './skip-link';
import { APP_NAV } from './words';

const LOOK =
  '-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-3 font-medium hover:border-line-strong aria-[current]:border-signal sm:min-h-17';

/** The header of a signed-in person's pages. `current` is the page they are on. */
export function AppHeader({ current }: { readonly current?: string }) {
  const mark = (href: string) => (href === current ? 'page' : undefined);
  return (
    <header className="border-b border-line bg-paper">
      <SkipLink />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 pt-3 sm:px-6 sm:pt-0">
        <Brand />
        <nav aria-label={APP_NAV.label} className="-mx-3 flex w-[calc(100%+1.5rem)] text-sm sm:mx-0 sm:w-auto sm:gap-1">
          {APP_NAV.pages.map(({ href, name }) => (
            <PageLink key={href} href={href} aria-current={mark(href)} className={LOOK}>
              {name}
            </PageLink>
          ))}
          <AccountMenu
            {...APP_NAV.account}
            current={mark(APP_NAV.account.href)}
            pages={TABS.pages}
            signOut={APP_NAV.signOut}
            className={LOOK}
          />
        </nav>
      </div>
    </header>
  );
}
