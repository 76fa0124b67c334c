'use client';

import { useEffect } from 'react';

interface Props {
  readonly checkoutId: string;
  readonly state: string;
}

const INTERVAL_MS = 2_000;

/** Reloads the page when the checkout's state changes. Without JavaScript, the page's own meta refresh does it. */
export function CheckoutPoller({ checkoutId, state }: Props) {
  useEffect(() => {
    const timer = setInterval(async () => {
      const now = await fetchState(checkoutId);
      if (now !== null && now !== state) window.location.reload();
    }, INTERVAL_MS);
    return () => clearInterval(timer);
  }, [checkoutId, state]);
  return null;
}

async function fetchState(checkoutId: string): Promise<string | null> {
  try {
    const response = await fetch(`/api/billing/status?checkout=${encodeURIComponent(checkoutId)}`);
    if (!response.ok) return null;
    const body: unknown = await response.json();
    return stateIn(body);
  } catch {
    // Temporarily offline: retried at the next interval.
    return null;
  }
}

function stateIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('checkout' in body)) return null;
  const { checkout } = body;
  if (typeof checkout !== 'object' || checkout === null || !('state' in checkout)) return null;
  return typeof checkout.state === 'string' ? checkout.state : null;
}
