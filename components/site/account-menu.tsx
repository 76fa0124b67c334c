'use client';

import { useRef } from 'react';
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from '../ui/dropdown-menu';
import { Chevron } from '../ui/icons';
import { useHydrated } from './use-hydrated';

interface Props {
  readonly name: string;
  readonly href: string;
  readonly pages: readonly { readonly href: string; readonly name: string }[];
  readonly signOut: string;
  readonly current: 'page' | undefined;
  readonly className: string;
}

/** Account links and sign-out. A plain link until it is hydrated. */
export function AccountMenu({ name, href, pages, signOut, current, className }: Props) {
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const trigger = `${className} cursor-pointer gap-1.5`;
  const label = (
    <>
      {name}
      <Chevron className="size-3.5" />
    </>
  );
  if (!hydrated)
    return (
      <a href={href} aria-current={current} className={trigger}>
        {label}
      </a>
    );
  return (
    <>
      <DropdownMenu
        trigger={
          <button type="button" aria-current={current} className={trigger}>
            {label}
          </button>
        }
      >
        {pages.map((page) => (
          <DropdownMenuItem key={page.href}>
            <a href={page.href}>{page.name}</a>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => form.current?.requestSubmit()}>
          <button type="button">{signOut}</button>
        </DropdownMenuItem>
      </DropdownMenu>
      {/* Outside the menu, which unmounts before the form is submitted. */}
      <form ref={form} method="post" action="/api/auth/sign-out" hidden />
    </>
  );
}
