'use client';

import { useRef, useSyncExternalStore } from 'react';
import { Chevron } from '../ui/icons';
import { Menu, MenuItem, MenuLine } from '../ui/menu';

interface Props {
  readonly name: string;
  readonly href: string;
  /** The parts of the account. */
  readonly pages: readonly { readonly href: string; readonly name: string }[];
  readonly signOut: string;
  readonly current: 'page' | undefined;
  readonly className: string;
}

/** The way into the account, and out. A plain link until its script is there. */
export function AccountMenu({ name, href, pages, signOut, current, className }: Props) {
  const ready = useSyncExternalStore(never, yes, no);
  const form = useRef<HTMLFormElement>(null);
  const look = `${className} cursor-pointer gap-1.5`;
  const label = (
    <>
      {name}
      <Chevron className="size-3.5" />
    </>
  );
  if (!ready)
    return (
      <a href={href} aria-current={current} className={look}>
        {label}
      </a>
    );
  return (
    <>
      <Menu
        trigger={
          <button type="button" aria-current={current} className={look}>
            {label}
          </button>
        }
      >
        {pages.map((page) => (
          <MenuItem key={page.href}>
            <a href={page.href}>{page.name}</a>
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem onSelect={() => form.current?.requestSubmit()}>
          <button type="button">{signOut}</button>
        </MenuItem>
      </Menu>
      {/* Outside of the menu, which is gone by the time the form is sent. */}
      <form ref={form} method="post" action="/api/auth/sign-out" hidden />
    </>
  );
}

const never = () => () => {};
const yes = () => true;
const no = () => false;
