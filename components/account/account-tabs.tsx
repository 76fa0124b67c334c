import { PageLink } from '../site/page-link';
import { TABS } from './words-profile';

/** The parts of the account. Pages of their own, so that each has an address and works without a script. */
export function AccountTabs({ current }: { readonly current: (typeof TABS.pages)[number]['href'] }) {
  return (
    <nav aria-label={TABS.label} className="-mt-2 overflow-x-auto border-b border-line">
      <ul className="flex sm:gap-1">
        {TABS.pages.map(({ href, name }) => (
          <li key={href}>
            <PageLink
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className="-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-2 text-sm font-medium whitespace-nowrap hover:border-line-strong aria-[current]:border-signal sm:px-3"
            >
              {name}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
