'use client';

import { Card, CardDivider } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { useHydrated } from './use-hydrated';

/**
 * Shown by app/globals.css while the next page loads; hidden from screen readers. Only scripts navigate without loading a
 * page, so the server doesn't render it.
 */
export function PageSkeleton() {
  if (!useHydrated()) return null;
  return (
    <div data-skeleton aria-hidden="true" className="hidden gap-10">
      <div data-skeleton-heading className="grid gap-4">
        <Skeleton className="h-10 w-64 max-w-full" />
        <Skeleton className="h-5 w-96 max-w-full" />
      </div>
      <Card>
        <div className="grid gap-4 p-6">
          <Skeleton className="h-4 w-16" />
          <Skeleton className="h-8 w-48" />
          <Skeleton className="h-4 w-full max-w-md" />
        </div>
        <CardDivider />
        <div className="grid gap-4 px-6 pt-4 pb-6">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-11 w-36" />
        </div>
      </Card>
    </div>
  );
}
