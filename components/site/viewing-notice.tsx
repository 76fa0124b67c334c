'use client';

import { useViewer } from './use-viewer';
import { ViewingBanner } from './viewing-banner';

/** The banner on prerendered pages, which learn about their visitor after loading. */
export function ViewingNotice() {
  const viewing = useViewer()?.viewing ?? null;
  return viewing === null ? null : <ViewingBanner {...viewing} />;
}
