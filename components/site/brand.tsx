import { Mark } from './mark';
import { HEADER, SITE } from './words';

/** The sign with the name beside it, leading home. */
export function Brand() {
  return (
    <a href="/" aria-label={HEADER.home} className="flex items-center gap-2.5 text-lg font-semibold tracking-tight">
      <Mark />
      <span className="max-[22rem]:sr-only">{SITE.name}</span>
    </a>
  );
}
