'use client';

import { useRef, useState } from 'react';
import { accountPages } from '../account/tabs';
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from '../ui/dropdown-menu';
import { Chevron } from '../ui/icons';
import { APP_NAV } from './copy';
import { useHydrated } from './use-hydrated';
import { useViewer, type Viewer } from './use-viewer';

interface Props {
  readonly name: string;
  readonly href: string;
  readonly signOut: string;
  readonly current: 'page' | undefined;
  readonly className: string;
}

/** Account links, the other workspaces, and sign-out. A plain link until it is hydrated. */
export function AccountMenu({ name, href, signOut, current, className }: Props) {
  const hydrated = useHydrated();
  const [near, setNear] = useState(false);
  const viewer = useViewer(near);
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
          <button
            type="button"
            aria-current={current}
            className={trigger}
            onPointerEnter={() => setNear(true)}
            onFocus={() => setNear(true)}
          >
            {label}
          </button>
        }
      >
        {accountPages(viewer?.role ?? 'owner', viewer?.team ?? false).map((page) => (
          <DropdownMenuItem key={page.href}>
            <a href={page.href}>{page.name}</a>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        {viewer && <WorkspaceItems workspaces={viewer.workspaces} />}
        <DropdownMenuItem onSelect={() => form.current?.requestSubmit()}>
          <button type="button">{signOut}</button>
        </DropdownMenuItem>
      </DropdownMenu>
      {/* Outside the menu, which unmounts before the form is submitted. */}
      <form ref={form} method="post" action="/api/auth/sign-out" hidden />
      {viewer?.workspaces.map(({ id }) => (
        <form key={id} id={`switch-${id}`} method="post" action="/api/workspace/switch" hidden>
          <input type="hidden" name="workspace" value={id} />
        </form>
      ))}
    </>
  );
}

/** The workspaces that a person in several can switch to. */
function WorkspaceItems({ workspaces }: Pick<Viewer, 'workspaces'>) {
  const others = workspaces.filter(({ active }) => !active);
  if (others.length === 0) return null;
  const submit = (id: string) => {
    const form = document.getElementById(`switch-${id}`);
    if (form instanceof HTMLFormElement) form.requestSubmit();
  };
  return (
    <>
      {others.map(({ id, name }) => (
        <DropdownMenuItem key={id} onSelect={() => submit(id)}>
          <button type="button">{APP_NAV.switchTo(name)}</button>
        </DropdownMenuItem>
      ))}
      <DropdownMenuSeparator />
    </>
  );
}
