'use client';

import { NavLink } from './nav-link';

interface Props {
  readonly label: string;
  readonly pages: readonly { readonly href: string; readonly name: string }[];
  readonly current: string;
}

/** Links, so that every tab has a URL and works without JavaScript. */
export function TabNav({ label, pages, current }: Props) {
  return (
    <nav aria-label={label} className="-mt-2 overflow-x-auto border-b border-border">
      <ul className="flex sm:gap-1">
        {pages.map(({ href, name }) => (
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
