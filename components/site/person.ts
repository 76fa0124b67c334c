'use client';

import { useEffect, useState } from 'react';

/** What a page that is the same for everyone may learn afterwards about its reader. */
export interface Person {
  readonly plan: string | null;
  readonly subscribed: boolean;
  readonly lifetime: boolean;
}

let asked: Promise<Person | null> | undefined;

/** The signed-in reader, or null: signed out, not known yet, or not reachable. All of a page's parts share one request. */
export function usePerson(): Person | null {
  const [person, setPerson] = useState<Person | null>(null);
  useEffect(() => {
    asked ??= ask();
    void asked.then(setPerson);
  }, []);
  return person;
}

async function ask(): Promise<Person | null> {
  try {
    const answer = await fetch('/api/me', { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as { person: Person | null }).person : null;
  } catch {
    // Offline or cut off: the page stays as it is for everyone.
    return null;
  }
}
