import type { ReactNode } from 'react';
import { LogoMark } from './logo-mark';
import { ViewingNotice } from './viewing-notice';

interface Props {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** A full page with one message, such as an error, and the next steps. */
export function MessagePage({ title, text, children }: Props) {
  return (
    <>
      <ViewingNotice />
      <main id="content" className="mx-auto grid w-full max-w-xl grow content-center gap-5 px-4 py-20 sm:px-6">
        <LogoMark className="size-12" />
        <h1 className="text-2xl">{title}</h1>
        <p className="text-lg text-muted-foreground">{text}</p>
        {children}
      </main>
    </>
  );
}
