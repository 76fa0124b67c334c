'use client';

import { NavLink } from '../site/nav-link';
import { ACCOUNT_TABS } from './tabs';

/** Links, so that every tab has a URL and works without JavaScript. */
export function AccountTabs({ current }: { readonly current: (typeof ACCOUNT_TABS.pages)[number]['href'] }) {
  return (
    <nav aria-label={ACCOUNT_TABS.label} className="-mt-2 overflow-x-auto border-b border-border">
      <ul className="flex sm:gap-1">
        {ACCOUNT_TABS.pages.map(({ href, name }) => (
          <li key={href}>
            <NavLink
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className="-mb-px inline-flex min-h-11 items-center border-b-3 border-transparent px-2 text-sm font-medium whitespace-nowrap hover:border-input aria-[current]:border-primary sm:px-3"
            >
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
