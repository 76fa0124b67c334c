'use client';

import type { ReactNode } from 'react';
import { usePerson } from '../site/person';

/** Marks what the reader already has, once known. What is inside was drawn on the server and only reacts by CSS. */
export function Personal({ children }: { readonly children: ReactNode }) {
  const person = usePerson();
  return (
    <div
      data-pricing
      data-plan={person?.plan ?? undefined}
      data-subscribed={person?.subscribed ? 'yes' : undefined}
      data-lifetime={person?.lifetime ? 'yes' : undefined}
      className="group/person"
    >
      {children}
    </div>
  );
}
