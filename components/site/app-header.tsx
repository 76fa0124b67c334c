import { Brand } from './brand';
import { SkipLink } from './skip-link';
import { APP_NAV } from './words';

/** The header of a signed-in person's pages. `current` is the page they are on. */
export function AppHeader({ current }: { readonly current?: string }) {
  return (
    <header className="border-b border-line bg-paper">
      <SkipLink />
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 px-4 pt-3 sm:px-6 sm:pt-0">
        <Brand />
        <nav aria-label={APP_NAV.label} className="-mx-3 flex w-[calc(100%+1.5rem)] text-sm sm:mx-0 sm:w-auto sm:gap-1">
          {APP_NAV.pages.map(({ href, name }) => (
            <a
              key={href}
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className="-mb-px inline-flex min-h-11 items-center border-b-3 sm:min-h-17 border-transparent px-3 font-medium hover:border-line-strong aria-[current]:border-signal"
            >
              {name}
            </a>
          ))}
        </nav>
      </div>
    </header>
  );
}
