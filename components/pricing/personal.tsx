'use client';

import type { ReactNode } from 'react';
import { usePerson } from '../site/person';

/** Marks what the reader already has, once known. What is inside was drawn on the server and only reacts by CSS. */
export function Personal({ children }: { readonly children: ReactNode }) {
  const person = usePerson();
  const holds = person !== null && (person.subscribed || person.lifetime);
  return (
    <div
      data-pricing
      data-plan={holds ? (person.plan ?? undefined) : undefined}
      data-subscribed={holds ? 'yes' : undefined}
      data-lifetime={person?.lifetime ? 'yes' : undefined}
      className="group/person"
    >
      {children}
    </div>
  );
}
