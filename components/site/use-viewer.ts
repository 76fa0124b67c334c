'use client';

import { useEffect, useState } from 'react';
import type { MemberRole } from '@/lib/workspaces/roles';

/** What a prerendered page learns about its visitor after loading. */
export interface Viewer {
  readonly plan: string | null;
  readonly subscribed: boolean;
  readonly lifetime: boolean;
  readonly role: MemberRole;
  /** A plan for several people, or several people in the workspace. */
  readonly team: boolean;
  /** Empty for a person in one workspace. */
  readonly workspaces: readonly { readonly id: string; readonly name: string; readonly active: boolean }[];
  /** The customer that an operator views, and until when (ISO 8601); null for the customer's own session. */
  readonly viewing: { readonly email: string; readonly until: string } | null;
}

let request: Promise<Viewer | null> | undefined;

/**
 * The signed-in viewer, or null when signed out, not loaded yet, or offline. All callers share one request, which is made once
 * it is `wanted`.
 */
export function useViewer(wanted = true): Viewer | null {
  const [viewer, setViewer] = useState<Viewer | null>(null);
  useEffect(() => {
    if (!wanted) return;
    request ??= fetchViewer();
    void request.then(setViewer);
  }, [wanted]);
  return viewer;
}

async function fetchViewer(): Promise<Viewer | null> {
  try {
    const response = await fetch('/api/me', { headers: { accept: 'application/json' } });
    return response.ok ? ((await response.json()) as { viewer: Viewer | null }).viewer : null;
  } catch {
    // Offline: the page stays as prerendered.
    return null;
  }
}
