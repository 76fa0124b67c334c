'use client';

import { useViewer } from '../site/use-viewer';
import { Badge } from '../ui/badge';
import { PRICING } from './copy';

/** Marks the viewer's own plan once it is known. Takes its space from the start, so that nothing moves. */
export function CurrentPlan({ plan }: { readonly plan: string }) {
  const viewer = useViewer();
  const holds = viewer !== null && (viewer.subscribed || viewer.lifetime) && viewer.plan === plan;
  return (
    <span className={holds ? '' : 'invisible'}>
      <Badge variant="success">{PRICING.currentPlan}</Badge>
    </span>
  );
}
