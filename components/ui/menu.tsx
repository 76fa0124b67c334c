'use client';

import { Content, Item, Portal, Root, Separator, Trigger } from '@radix-ui/react-dropdown-menu';
import type { ReactNode } from 'react';

interface Props {
  /** The one button that opens it. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

/** A menu behind a button: arrows move, letters find, Escape closes and gives the focus back. */
export function Menu({ trigger, children }: Props) {
  return (
    // Not modal: that would hide the page's scroll bar by an inline style, which the security policy refuses.
    <Root modal={false}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align="end"
          sideOffset={8}
          collisionPadding={16}
          className="z-50 grid min-w-52 rounded-md border border-line bg-surface p-1.5 text-sm shadow-lift"
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

const LOOK =
  'flex min-h-11 w-full cursor-pointer items-center rounded-xs px-3 font-medium outline-none select-none data-highlighted:bg-sunken';

export function MenuItem({ children, onSelect = () => {} }: ItemProps) {
  return (
    <Item asChild onSelect={onSelect} className={LOOK}>
      {children}
    </Item>
  );
}

export function MenuLine() {
  return <Separator className="my-1.5 h-px bg-line" />;
}
