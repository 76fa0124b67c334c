'use client';

import { Content, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';

interface Props {
  /** The button that opens the menu. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

export function DropdownMenu({ trigger, children }: Props) {
  return (
    // Modal menus hide the scroll bar with a style element, which the Content Security Policy blocks.
    <Root modal={false}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align="end"
          sideOffset={8}
          collisionPadding={16}
          className="z-50 grid min-w-52 rounded-md border border-border bg-card p-1.5 text-sm shadow-lift"
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

interface ItemProps {
  /** A link or a button. */
  readonly children: ReactNode;
  readonly onSelect?: () => void;
}

const ITEM =
  'flex min-h-11 w-full cursor-pointer items-center rounded-xs px-3 font-medium outline-none select-none data-highlighted:bg-muted';

export function DropdownMenuItem({ children, onSelect = () => {} }: ItemProps) {
  return (
    <Item asChild onSelect={onSelect} className={ITEM}>
      {children}
    </Item>
  );
}

export function DropdownMenuSeparator() {
  return <Separator className="my-1.5 h-px bg-border" />;
}
