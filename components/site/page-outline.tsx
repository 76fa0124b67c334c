import { Card, Tear } from '../ui/card';
import { Skeleton } from '../ui/skeleton';

/** The shape of a page, shown by app/globals.css while the next one is on its way; nothing to a screen reader. */
export function PageOutline() {
  return (
    <div data-outline aria-hidden="true" className="hidden gap-10">
      <div data-outline-heading className="grid gap-4">
        <Skeleton className="h-10 w-64 max-w-full" />
        <Skeleton className="h-5 w-96 max-w-full" />
      </div>
      <Card>
        <div className="grid gap-4 p-6">
          <Skeleton className="h-4 w-16" />
          <Skeleton className="h-8 w-48" />
          <Skeleton className="h-4 w-full max-w-md" />
        </div>
        <Tear />
        <div className="grid gap-4 px-6 pt-4 pb-6">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-11 w-36" />
        </div>
      </Card>
    </div>
  );
}
