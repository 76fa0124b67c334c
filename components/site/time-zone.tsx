'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Sends the browser's time zone to the server when it differs. Without JavaScript, dates are in UTC and say so. */
export function TimeZone({ known }: { readonly known: string | null }) {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === (known ?? 'UTC')) return;
    void save(timeZone).then((saved) => saved && router.refresh());
  }, [known, router]);
  return null;
}

async function save(timeZone: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/api/account/time-zone', {
      method: 'POST',
      headers,
      body: JSON.stringify({ timeZone }),
    });
    return response.ok;
  } catch {
    // Offline: the dates stay as rendered, and the next visit tries again.
    return false;
  }
}
