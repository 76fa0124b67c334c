import { Brand } from './brand';
import { DoorLink } from './door-link';
import { SkipLink } from './skip-link';
import { HEADER } from './words';

/** The header of pages that are the same for everyone. */
export function SiteHeader() {
  return (
    <header className="border-b border-line bg-paper">
      <SkipLink />
      <div className="mx-auto flex max-w-6xl items-center justify-between gap-4 px-4 py-3 sm:px-6">
        <Brand />
        <nav aria-label={HEADER.pages} className="flex items-center gap-1 text-sm sm:gap-2">
          <a href="/pricing" className="inline-flex min-h-11 items-center rounded-sm px-3 font-medium hover:bg-sunken">
            {HEADER.pricing}
          </a>
          <DoorLink />
        </nav>
      </div>
    </header>
  );
}
