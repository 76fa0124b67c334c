'use client';

import { useEffect } from 'react';

interface Props {
  readonly checkoutId: string;
  readonly state: string;
}

const EVERY = 2_000;

/** Asks how the checkout stands and loads the page anew when that changed. Without a script the page refreshes itself. */
export function Follow({ checkoutId, state }: Props) {
  useEffect(() => {
    const timer = setInterval(async () => {
      const now = await ask(checkoutId);
      if (now !== null && now !== state) window.location.reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, [checkoutId, state]);
  return null;
}

async function ask(checkoutId: string): Promise<string | null> {
  try {
    const answer = await fetch(`/api/billing/status?checkout=${encodeURIComponent(checkoutId)}`);
    if (!answer.ok) return null;
    const body: unknown = await answer.json();
    return stateIn(body);
  } catch {
    // Offline for a moment: the next round asks again.
    return null;
  }
}

function stateIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('checkout' in body)) return null;
  const { checkout } = body;
  if (typeof checkout !== 'object' || checkout === null || !('state' in checkout)) return null;
  return typeof checkout.state === 'string' ? checkout.state : null;
}
