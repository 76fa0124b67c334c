'use client';

import Link, { useLinkStatus } from 'next/link';
import { type ComponentProps, useEffect, useState } from 'react';

/** In ms; faster navigations show no skeleton, which would only flicker. */
const SKELETON_DELAY = 120;

/** A link between signed-in pages. While the next page loads, <AppPage> shows a skeleton. Works without JavaScript. */
export function NavLink({ children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} {...rest}>
      {children}
      <PendingMarker />
    </Link>
  );
}

function PendingMarker() {
  const { pending } = useLinkStatus();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(pending), pending ? SKELETON_DELAY : 0);
    return () => clearTimeout(timer);
  }, [pending]);
  return pending && late ? <span hidden data-navigating /> : null;
}
