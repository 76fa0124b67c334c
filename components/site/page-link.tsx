'use client';

import Link, { useLinkStatus } from 'next/link';
import { type ComponentProps, useEffect, useState } from 'react';

/** In ms: what comes sooner is not worth a flicker. */
const PATIENCE = 120;

/**
 * A link between a signed-in person's pages. Without a script it is a link like any other; with one, <AppPage> shows
 * the outline of a page while the next one is on its way.
 */
export function PageLink({ children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} {...rest}>
      {children}
      <OnItsWay />
    </Link>
  );
}

function OnItsWay() {
  const { pending } = useLinkStatus();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(pending), pending ? PATIENCE : 0);
    return () => clearTimeout(timer);
  }, [pending]);
  return pending && late ? <span hidden data-on-its-way /> : null;
}
