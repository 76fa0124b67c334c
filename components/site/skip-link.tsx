import { HEADER } from './copy';

/** Visible only while focused. Every page's `main` has the id `content`. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="absolute top-2 left-2 z-50 -translate-y-20 rounded-sm bg-foreground px-4 py-2.5 text-sm font-medium text-background focus:translate-y-0"
    >
      {HEADER.skip}
    </a>
  );
}
