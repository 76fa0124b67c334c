'use client';

import type { ReactNode } from 'react';
import { useViewer } from '../site/use-viewer';

/** Exposes the viewer's plan as data attributes once it is known. The server-rendered children react with CSS only. */
export function ViewerState({ children }: { readonly children: ReactNode }) {
  const viewer = useViewer();
  const hasPlan = viewer !== null && (viewer.subscribed || viewer.lifetime);
  return (
    <div
      data-pricing
      data-subscribed={hasPlan ? 'yes' : undefined}
      data-lifetime={viewer?.lifetime ? 'yes' : undefined}
      className="group/viewer"
    >
      {children}
    </div>
  );
}
